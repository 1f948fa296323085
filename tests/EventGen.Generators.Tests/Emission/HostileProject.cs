using System.Text;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Emission;

/// <summary>A project whose names are legal and meant to meet: keywords, underscores, case variants, Unicode, and names that are generated.</summary>
internal sealed class HostileProject
{
    private static readonly string[] s_words =
    [
        // Of the language, reserved or in some places only.
        "class", "event", "await", "async", "var", "record", "field", "value", "dynamic", "nameof", "global", "partial", "required", "scoped", "file", "when",
        "where", "yield", "get", "set", "init", "add", "remove", "with", "not", "and", "or", "managed", "unmanaged", "notnull", "nint", "args", "extension",
        "this", "base", "new", "default", "null", "true", "typeof", "stackalloc", "params", "in", "out", "ref", "int", "string", "object", "operator", "on", "by",

        // Of generated code.
        "Create", "CreateA", "CallA", "CallAOn", "Dispatcher", "ADispatcher", "AHandlers", "AddAHandlers", "Register", "RegisterA", "Handle", "Add", "AddA", "AddGroup", "Build", "Instance",
        "Instances", "Handlers", "Stopping", "Fail", "FailQueued", "Resume", "Start", "Target", "Attach", "Invoke", "RunAll", "RunSynchronous", "RunAsynchronous", "ToAmbientBus",
        "ShopEventExtensions", "Events2", "A", "B", "_a", "a", "AA",

        // Of parameters and locals.
        "payload", "thread", "context", "cancellationToken", "mode", "index", "pending", "exception", "scope", "services", "module", "members", "instances", "topic", "key",
        "Payload", "Context", "CancellationToken", "Topic", "Scope", "Services",

        // Of object and the framework.
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString", "Dispose", "System", "Action", "Task", "ValueTask", "Exception",
        "TimeSpan", "EventGen", "EventBus", "EventTopic", "EventContext", "Subscribe", "Emit", "EmitAsync", "InvokeAsync", "TryEnqueue", "Descriptor", "Name", "Current",

        // Of other alphabets, and marks.
        "_", "__", "_1", "Größe", "größe", "İ", "ı", "ﬁ", "订单", "Ω", "ω", "a\u0301", "á", "ǅ", "ª", "x\u203fy",
    ];

    // No record can be called so, nor any of its members.
    private static readonly string[] s_ofObject =
        ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString", "Dispose", "extension"];

    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private int _events;

    public HostileProject(Random random)
    {
        _random = random;
        var namespaces = Distinct(3, ["Shop", "EventGen", "System", "ShopEventExtensions"]).Select(static name => $"Shop.{Escaped(name)}").Prepend("Shop").Append(Escaped(Word(["Shop", "EventGen", "System"]))).ToArray();
        var taken = namespaces.ToDictionary(static space => space, static space => new HashSet<string>(["Events", "ShopEventModule"]), StringComparer.Ordinal);
        foreach (string space in namespaces)
        {
            // A namespace holds no type of the name of one inside it.
            foreach (string inner in namespaces.Where(inner => inner.StartsWith(space + ".", StringComparison.Ordinal))) taken[space].Add(inner[(space.Length + 1)..].TrimStart('@'));
        }

        // The class of parts belongs to the generator.
        taken["Shop"].Add("ShopEventExtensions");
        List<string> events = [], groups = [];
        foreach (string space in namespaces) groups.Add(Group(space, Fresh(taken[space])));
        foreach (string space in namespaces.Concat(namespaces)) events.Add(Event(space, Fresh(taken[space], s_ofObject), groups[_random.Next(groups.Count)]));
        foreach (string space in namespaces)
        {
            for (int i = 0; i < 3; i++) Handlers(space, Fresh(taken[space]), [.. events, .. groups]);
        }
    }

    public string Text => _text.ToString();

    public IEnumerable<SourceFile> Files => [Text];

    private static string Escaped(string name) => "@" + name;

    private string Group(string space, string name)
    {
        string accessor = _random.Next(3) == 0 ? $", AccessorName = \"{Word(["Events"])}\"" : "";
        _text.AppendLine($"namespace {space} {{ [global::EventGen.EventGroup(\"g{space}\"{accessor})] public interface {Escaped(name)} {{ }} }}".Replace("\"g@", "\"g"));
        return $"global::{space}.{Escaped(name)}";
    }

    private string Event(string space, string name, string group)
    {
        string[] parts = [.. Distinct(4, [name, .. s_ofObject])];
        string required = $"int {Escaped(parts[0])}, global::System.Collections.Generic.List<(int {Escaped(parts[1])}, string? {Escaped(parts[0])})>? {Escaped(parts[1])}";
        string declaration = _random.Next(4) switch
        {
            0 => $"public sealed record {Escaped(name)}({required}, string? {Escaped(parts[2])} = null, params int[] {Escaped(parts[3])}) : {group};",
            1 => $"public readonly record struct {Escaped(name)}({required}, [property: global::EventGen.EventKey] global::System.DayOfWeek {Escaped(parts[2])} = global::System.DayOfWeek.Friday) : {group};",
            2 => $"public class {Escaped(name)} : {group} {{ public required int {Escaped(parts[0])} {{ get; init; }} public required string? {Escaped(parts[1])}; }}",
            _ => $"internal sealed record {Escaped(name)}({required}, [global::System.Runtime.CompilerServices.CallerArgumentExpression(\"{parts[0]}\")] string? {Escaped(parts[2])} = null, byte {Escaped(parts[3])} = 3);",
        };
        string accessor = _random.Next(3) == 0 ? $", AccessorName = \"{Word(["Events"])}\"" : "";
        _text.AppendLine($"namespace {space} {{ [global::EventGen.Event(\"e{++_events}\"{accessor})] {declaration} }}");
        return $"global::{space}.{Escaped(name)}";
    }

    private void Handlers(string space, string name, List<string> events)
    {
        bool scoped = _random.Next(2) == 0;
        string[] parameters = [.. Distinct(3, [])];
        string[] methods = [.. Distinct(3, [name, .. s_ofObject])];
        string constructor = scoped ? $"(global::System.IServiceProvider {Escaped(parameters[0])}, int {Escaped(parameters[1])} = 3)" : "";
        string nested = _random.Next(4) == 0 ? $" internal static class {Escaped("Outer" + name)} {{" : "";
        _text.AppendLine($"namespace {space} {{{nested} internal class {Escaped(name)}{constructor} {{");
        for (int i = 0; i < methods.Length; i++)
        {
            string payload = events[_random.Next(events.Count)];
            string rest = _random.Next(4) switch
            {
                0 => $", global::EventGen.EventContext {Escaped(parameters[1])}, global::System.Threading.CancellationToken {Escaped(parameters[2])}",
                1 => $", global::System.IServiceProvider {Escaped(parameters[1])}, byte {Escaped(parameters[2])} = 2",
                2 => $", global::System.Threading.CancellationToken {Escaped(parameters[2])}",
                _ => "",
            };
            string returns = _random.Next(3) switch { 0 => "void", 1 => "global::System.Threading.Tasks.Task", _ => "global::System.Threading.Tasks.ValueTask" };
            string body = returns == "void" ? "{ }" : "=> throw null!;";
            string method = _random.Next(3) == 0 ? "On" : Escaped(methods[i]);
            _text.AppendLine($"[global::EventGen.Subscribe(Name = \"\\a{i}\")] public {(_random.Next(3) == 0 ? "static " : "")}{returns} {(method == "On" ? $"On{i}" : method)}({payload} {Escaped(parameters[0])}{rest}) {body}");
        }

        _text.AppendLine(nested.Length > 0 ? "} } }" : "} }");
    }

    private string Word(IEnumerable<string> not)
    {
        string word;
        do
        {
            word = s_words[_random.Next(s_words.Length)];
            if (_random.Next(6) == 0) word += "Event";
            if (_random.Next(8) == 0) word = "_" + word;
        }
        while (not.Contains(word));
        return word;
    }

    private string Fresh(HashSet<string> taken, params string[] not)
    {
        string word = Word(taken.Concat(not));
        taken.Add(word);
        return word;
    }

    private IEnumerable<string> Distinct(int count, IEnumerable<string> not)
    {
        var taken = new HashSet<string>(not);
        for (int i = 0; i < count; i++) yield return Fresh(taken);
    }
}
