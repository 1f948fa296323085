using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Emission;

/// <summary>The names of a dispatcher's own members.</summary>
/// <remarks>
/// One scope: what the dispatcher inherits, its parameters and locals, which would hide a member, and what it calls of the module
/// around it, which a member would hide.
/// </remarks>
internal sealed class DispatcherNames
{
    private readonly Dictionary<string, string> _instances = new(StringComparer.Ordinal);
    private readonly List<string> _scopeMethods = [];

    /// <param name="dispatcher">The dispatcher's own name.</param>
    /// <param name="handlers">Its handlers, in the order in which they run.</param>
    public DispatcherNames(string dispatcher, EquatableArray<HandlerModel> handlers)
    {
        var classes = handlers.Select(static handler => handler.Class).OfType<HandlerClassModel>().ToList();
        var names = new NameAllocator([.. Reserved, dispatcher, .. classes.Select(static type => MemberName.Create(type.Identifier))]);
        Singletons = classes
            .Where(static type => !type.IsScoped)
            .GroupBy(static type => type.Identifier, StringComparer.Ordinal).Select(static group => group.First())
            .OrderBy(static type => type.Identifier, StringComparer.Ordinal)
            .ToList();
        foreach (var type in Singletons) _instances.Add(type.Identifier, names.TakeStem(type.Identifier, static stem => stem, Field));
        foreach (var handler in handlers) _scopeMethods.Add(handler.NeedsScope ? names.Take(ScopeMethod(handler)) : "");
    }

    /// <summary>What no member of a dispatcher can be called: what <c>HandlerTable&lt;T&gt;</c> has, and the parameters and locals of what is written.</summary>
    public static IReadOnlyList<string> Reserved { get; } =
    [
        "cancellationToken", "context", "exception", "index", "instances", "mode", "payload", "pending", "scope", "thread",
        "Attach", "Equals", "Fail", "Finalize", "GetHashCode", "GetType", "Handlers", "Instances", "Invoke", "MemberwiseClone",
        "ReferenceEquals", "Resume", "RunAll", "RunSynchronous", "Stopping", "Targets", "ToString",
    ];

    /// <summary>The classes of which the dispatcher keeps an instance, each once.</summary>
    public IReadOnlyList<HandlerClassModel> Singletons { get; }

    /// <summary>The property that has the instance of a class that is no scoped one.</summary>
    public string InstanceOf(HandlerClassModel type) => _instances[type.Identifier];

    /// <summary>The field behind that property.</summary>
    public string FieldOf(HandlerClassModel type) => Field(InstanceOf(type));

    /// <summary>The method that calls a handler in a scope of its own; empty when the handler needs none.</summary>
    /// <param name="index">The handler's place in the order.</param>
    public string ScopeMethodOf(int index) => _scopeMethods[index];

    private static string Field(string stem) => $"_{CSharpText.CamelCase(stem)}";

    // "Receipts" and "SendAsync" make "CallReceiptsSendAsync".
    private static string ScopeMethod(HandlerModel handler)
    {
        string[] path = handler.FullName.Split('.');
        string type = handler.Class?.Identifier ?? (path.Length > 1 ? path[path.Length - 2] : "");
        return $"Call{type}{handler.Method.TrimStart('@')}";
    }
}
