using EventGen.Generators.Models;
using EventGen.Generators.Text;

namespace EventGen.Generators.Aggregation;

/// <summary>The names of the module's members: one scope, in which every event, group and handler class has a stem of its own.</summary>
/// <remarks>Stems are given in a fixed order, so that one that comes or goes leaves the others theirs unless they meet.</remarks>
internal sealed class ModuleNames : IEquatable<ModuleNames>
{
    // What the module inherits or has itself.
    private static readonly string[] s_members =
    [
        "AddToAmbientBus", "Build", "Define", "Equals", "Finalize", "GetHashCode", "GetType", "Instance", "MemberwiseClone", "Name", "ReferenceEquals", "ToString",
    ];

    private readonly Dictionary<string, string> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _referenced = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _classes = new(StringComparer.Ordinal);
    private readonly EquatableArray<string> _all;

    public ModuleNames(EventIndex events, GroupIndex groups, HandlerIndex handlers)
    {
        var names = new NameAllocator([.. s_members, events.Names.Module.TrimStart('@'), .. events.Written.OfModule]);
        foreach (var reservation in events.Accepted) _events.Add(reservation.Accessor, names.TakeStem(reservation.Accessor, MemberName.AddEvent, MemberName.Dispatcher));
        foreach (var group in groups.Files) _groups.Add(group.Type.Global, names.TakeStem(group.Identifier, MemberName.AddGroup));
        foreach (var type in handlers.ReferencedEvents)
            _referenced.Add(type.Global, names.TakeStem(Joined(type), MemberName.AddHandlers, MemberName.Dispatcher));

        var shared = new HashSet<string>(
            handlers.Classes.GroupBy(static type => type.Name, StringComparer.Ordinal).Where(static same => same.Count() > 1).Select(static same => same.Key),
            StringComparer.Ordinal);
        foreach (var type in handlers.Classes)
            _classes.Add(type.Global, names.TakeStem(shared.Contains(type.Name) ? Joined(type) : type.Name, MemberName.Register, MemberName.Create));

        _all = new[] { _events, _groups, _referenced, _classes }.SelectMany(static one => one.SelectMany(static name => new[] { name.Key, name.Value })).ToEquatableArray();
    }

    /// <summary>The stem of an event of the project, by its accessor.</summary>
    public string OfEvent(string accessor) => _events[accessor];

    /// <summary>The group's file with its stem.</summary>
    public GroupFile Named(GroupFile group) => group with { Identifier = OfGroup(group.Type) };

    /// <summary>The stem of a group.</summary>
    public string OfGroup(TypeName type) => _groups[type.Global];

    /// <summary>The stem of a handled event that the project does not declare.</summary>
    public string OfReferencedEvent(TypeName type) => _referenced[type.Global];

    /// <summary>The stem of a handler class.</summary>
    public string OfClass(TypeName type) => _classes[type.Global];

    /// <summary>The handlers, each with its class's stem.</summary>
    public EquatableArray<HandlerModel> Named(IEnumerable<HandlerModel> handlers) => handlers
        .Select(handler => handler.Class is { } type ? handler with { Class = Named(type) } : handler)
        .ToEquatableArray();

    /// <summary>The class with its stem.</summary>
    public HandlerClassModel Named(HandlerClassModel type) => type with { Identifier = OfClass(type.Type) };

    public bool Equals(ModuleNames? other) => other is not null && _all.Equals(other._all);

    public override bool Equals(object? obj) => Equals(obj as ModuleNames);

    public override int GetHashCode() => _all.GetHashCode();

    // "ContractsOrderPlaced".
    private static string Joined(TypeName type) => type.FullName.Replace(".", "");
}
