using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>Collects the events that one module adds to a group. Called by generated code.</summary>
/// <typeparam name="TGroup">The group.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventGroupMembers<TGroup> where TGroup : class
{
    private readonly EventCatalogue _catalogue;
    private readonly List<Type> _types = [];
    private readonly List<Func<EventBus, GroupMember<TGroup>>> _members = [];

    internal EventGroupMembers(EventCatalogue catalogue) => _catalogue = catalogue;

    internal IEnumerable<Type> Types => _types;

    /// <summary>Adds an event; its place is that which the module's switch returns for it.</summary>
    /// <typeparam name="T">The event.</typeparam>
    public EventGroupMembers<TGroup> Add<T>() where T : TGroup
    {
        _types.Add(typeof(T));
        _members.Add(static bus => new GroupMember<TGroup, T>(bus.Topic<T>()));

        // The group's own handlers are known when all modules have been added.
        var handlersOfGroup = _catalogue.Entry<TGroup>();
        _catalogue.Entry<T>().AddHandlers(() => handlersOfGroup.Tables.Select(static table => (
            table.Handlers,
            (Func<HandlerInstances, HandlerTable<T>>)(instances => new GroupHandlerTable<TGroup, T>(instances, table.Create(instances))))));
        return this;
    }

    internal GroupMember<TGroup>[] Create(EventBus bus) => [.. _members.Select(create => create(bus))];
}
