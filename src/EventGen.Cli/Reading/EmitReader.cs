using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace EventGen.Cli.Reading;

/// <summary>Finds in the code of an assembly which methods emit which events. Used once.</summary>
/// <remarks>
/// What a method calls in its own assembly counts as its own; calls through interfaces and delegates, and into other assemblies, are
/// not followed. So an event that is emitted may be missing; one that is found may be emitted on one branch alone.
/// </remarks>
internal sealed class EmitReader(AssemblyImage image)
{
    private static readonly HashSet<string> s_emits = ["Emit", "EmitAsync", "InvokeAsync", "TryEnqueue", "ScheduleAsync", "Schedule"];
    private static readonly HashSet<string> s_topics = ["EventGen.EventTopic", "EventGen.EventGroup"];

    private readonly MetadataReader _metadata = image.Metadata;
    private readonly Dictionary<string, HashSet<string>> _emits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _callers = new(StringComparer.Ordinal);

    public IReadOnlyList<EmitCall> Read()
    {
        foreach (var handle in _metadata.TypeDefinitions)
        {
            // Generated dispatchers and overloads are no code of the application.
            if (IsGenerated(handle)) continue;
            foreach (var method in _metadata.GetTypeDefinition(handle).GetMethods().Select(_metadata.GetMethodDefinition)) Read(handle, method);
        }

        return
        [
            .. from method in _emits
               from emitted in method.Value
               orderby method.Key, emitted
               select new EmitCall(method.Key, emitted, Reach(method.Key)),
        ];
    }

    private void Read(TypeDefinitionHandle type, MethodDefinition method)
    {
        string name = Written(image.Names.Of(type), _metadata.GetString(method.Name));
        foreach (var (operation, operand) in InstructionReader.Read(image.Body(method)))
        {
            if (operation is not (ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Newobj or ILOpCode.Ldftn or ILOpCode.Ldvirtftn)) continue;
            var target = MetadataTokens.EntityHandle(operand);
            if (EmittedBy(target) is { } emitted) Add(_emits, name, emitted);
            else if (CalledBy(target) is { } called && called != name) Add(_callers, called, name);
        }
    }

    // The payload, when the method is one that emits.
    private string? EmittedBy(EntityHandle target)
    {
        TypeNames.Name? argument = null;
        if (target.Kind == HandleKind.MethodSpecification)
        {
            var specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)target);
            image.Names.RejectDeep(specification.Signature);
            var arguments = specification.DecodeSignature(image.Names, null);
            argument = arguments.Length == 1 ? arguments[0] : null;
            target = specification.Method;
        }

        string name;
        TypeNames.Name parent;
        MethodSignature<TypeNames.Name> signature;
        if (target.Kind == HandleKind.MemberReference)
        {
            var member = _metadata.GetMemberReference((MemberReferenceHandle)target);
            name = _metadata.GetString(member.Name);
            if (!s_emits.Contains(name)) return null;
            parent = image.Names.Read(member.Parent);
            image.Names.RejectDeep(member.Signature);
            signature = member.DecodeMethodSignature(image.Names, null);
        }
        else if (target.Kind == HandleKind.MethodDefinition)
        {
            var method = _metadata.GetMethodDefinition((MethodDefinitionHandle)target);
            name = _metadata.GetString(method.Name);
            if (!s_emits.Contains(name)) return null;
            parent = image.Names.Read(method.GetDeclaringType());
            image.Names.RejectDeep(method.Signature);
            signature = method.DecodeSignature(image.Names, null);
        }
        else
        {
            return null;
        }

        // topic.Emit(payload); an overload that takes the payload's parts; Emit<T> of the runtime, on a unit of work.
        if (IsTopic(parent)) return parent.Arguments[0].Full;
        if (signature.ParameterTypes is [var first, ..] && IsTopic(first)) return first.Arguments[0].Full is { Length: > 0 } known ? known : argument?.Full;
        return argument is not null && parent.Full.StartsWith("EventGen.", StringComparison.Ordinal) ? argument.Full : null;
    }

    private static bool IsTopic(TypeNames.Name type) => s_topics.Contains(type.Full) && type.Arguments.Length == 1;

    private string? CalledBy(EntityHandle target)
    {
        if (target.Kind == HandleKind.MethodSpecification) target = _metadata.GetMethodSpecification((MethodSpecificationHandle)target).Method;
        if (target.Kind != HandleKind.MethodDefinition) return null;
        var handle = (MethodDefinitionHandle)target;
        var type = _metadata.GetMethodDefinition(handle).GetDeclaringType();
        return Written(image.Names.Of(type), _metadata.GetString(_metadata.GetMethodDefinition(handle).Name));
    }

    private HashSet<string> Reach(string method)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal) { method };
        var waiting = new Queue<string>([method]);
        while (waiting.TryDequeue(out string? next))
        {
            foreach (string caller in _callers.GetValueOrDefault(next) ?? [])
            {
                if (reached.Add(caller)) waiting.Enqueue(caller);
            }
        }

        return reached;
    }

    /// <summary>The method that a method was written in: state machines and closures carry its name, as <c>Shop.Receipts.&lt;SendAsync&gt;d__2</c> with <c>MoveNext</c> does.</summary>
    internal static string Written(string type, string method)
    {
        int open = type.IndexOf('<');
        if (open < 0) return $"{type}.{Inner(method)}";
        string owner = type[..open].TrimEnd('.');
        return $"{owner}.{(Between(type[open..]) is { Length: > 0 } name ? name : Inner(method))}";
    }

    private static string Inner(string method) => method.StartsWith('<') && Between(method) is { Length: > 0 } name ? name : method;

    // "<SendAsync>d__2", "<>c", "<>c.<<SendAsync>b__0>d", "<<Main>$>b__0": the first name, of top-level statements "<Main>$".
    private static string Between(string text)
    {
        for (int open = text.IndexOf('<'); open >= 0; open = text.IndexOf('<', open + 1))
        {
            int end = text.IndexOf('>', open);
            if (end < 0) break;
            if (end == open + 1 || text[open + 1] == '<') continue;
            return text.AsSpan(end + 1).StartsWith("$") ? text[open..(end + 2)] : text[(open + 1)..end];
        }

        return "";
    }

    private bool IsGenerated(TypeDefinitionHandle handle)
    {
        for (int depth = 0; !handle.IsNil; handle = _metadata.GetTypeDefinition(handle).GetDeclaringType())
        {
            if (++depth > 1000) throw new BadImageFormatException("A type lies in itself.");
            foreach (var attribute in _metadata.GetTypeDefinition(handle).GetCustomAttributes().Select(_metadata.GetCustomAttribute))
            {
                if (attribute.Constructor.Kind != HandleKind.MemberReference
                    || image.Names.Of(_metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent) != "System.CodeDom.Compiler.GeneratedCodeAttribute") continue;
                var value = _metadata.GetBlobReader(attribute.Value);
                _ = value.ReadUInt16();
                if (value.ReadSerializedString() == "EventGen") return true;
            }
        }

        return false;
    }

    private static void Add(Dictionary<string, HashSet<string>> map, string key, string value)
    {
        if (!map.TryGetValue(key, out var values)) map.Add(key, values = new HashSet<string>(StringComparer.Ordinal));
        values.Add(value);
    }
}
