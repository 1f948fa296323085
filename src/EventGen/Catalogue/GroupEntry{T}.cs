using EventGen.CompilerServices;

namespace EventGen;

/// <inheritdoc/>
internal sealed class GroupEntry<T>(string id) : GroupEntry where T : class
{
    private readonly List<(Func<T, int> MemberOf, EventGroupMembers<T> Members)> _modules = [];

    public override Type GroupType => typeof(T);

    public override int Slot => TopicSlot<T>.Index;

    public override Type ServiceType => typeof(EventGroup<T>);

    public override IEnumerable<Type> MemberTypes => _modules.SelectMany(static module => module.Members.Types);

    public void Add(Func<T, int> memberOf, EventGroupMembers<T> members) => _modules.Add((memberOf, members));

    public override EventGroup Create(EventBus bus) =>
        new EventGroup<T>(bus, id, [.. _modules.Select(module => (module.MemberOf, module.Members.Create(bus)))]);

    public override EventGroup GroupOf(EventBus bus) => bus.Group<T>();
}
