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

    /// <summary>Creates the group on a bus.</summary>
    /// <param name="topics">The topics of the bus.</param>
    /// <param name="isNull">Whether the bus accepts everything and runs nothing.</param>
    public EventGroup<T> Create(ITopicSource topics, bool isNull) => new(topics, id, [.. _modules.Select(module => (module.MemberOf, module.Members.Create(topics)))], isNull);

    public override EventGroup GroupOf(IGroupSource groups) => groups.Group<T>();
}
