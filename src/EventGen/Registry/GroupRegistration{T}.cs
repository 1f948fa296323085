using EventGen.CompilerServices;

namespace EventGen;

/// <inheritdoc/>
internal sealed class GroupRegistration<T>(string id) : GroupRegistration where T : class
{
    private readonly List<(Func<T, int> MemberOf, EventGroupMembers<T> Members)> _modules = [];

    public override Type ServiceType => typeof(EventGroup<T>);

    public override IEnumerable<Type> MemberTypes => _modules.SelectMany(static module => module.Members.Types);

    // The newest first: a module comes after those that it references, and its events may derive from theirs.
    public void Add(Func<T, int> memberOf, EventGroupMembers<T> members) => _modules.Insert(0, (memberOf, members));

    public override void AddHandlers()
    {
        foreach (var (_, members) in _modules) members.AddHandlers();
    }

    /// <summary>Makes the group on a bus.</summary>
    public EventGroup<T> Create(EventBus bus) => new(bus, id, [.. _modules.Select(module => (module.MemberOf, module.Members.Create(bus)))]);

    public override EventGroup GroupOf(EventBus bus) => bus.Group<T>();
}
