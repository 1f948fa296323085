using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>Collects the events that one module adds to a group. Called by generated code.</summary>
/// <typeparam name="TGroup">The group.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventGroupMembers<TGroup> where TGroup : class
{
    private readonly EventRegistry _registry;
    private readonly List<Type> _types = [];
    private readonly List<Func<ITopicSource, GroupMember<TGroup>>> _members = [];
    private readonly List<Action> _handlers = [];

    internal EventGroupMembers(EventRegistry registry) => _registry = registry;

    internal IEnumerable<Type> Types => _types;

    /// <summary>Adds an event; its place is that which the module's switch returns for it.</summary>
    /// <typeparam name="T">The event.</typeparam>
    public EventGroupMembers<TGroup> Add<T>() where T : TGroup
    {
        _types.Add(typeof(T));
        _members.Add(static topics => new GroupMember<TGroup, T>(topics.Topic<T>()));

        _handlers.Add(AddHandlers<T>);
        return this;
    }

    internal GroupMember<TGroup>[] Create(ITopicSource topics) => [.. _members.Select(create => create(topics))];

    /// <summary>Gives each event the handlers of the group, as handlers of its own.</summary>
    internal void AddHandlers()
    {
        foreach (var add in _handlers) add();
    }

    private void AddHandlers<T>() where T : TGroup
    {
        foreach (var part in _registry.Entry(typeof(TGroup)).Parts)
        {
            var create = (Func<HandlerInstances, HandlerTable<TGroup>>)part.CreateTable;
            Func<HandlerInstances, HandlerTable<T>> adapt = instances => new GroupHandlerTable<TGroup, T>(instances, create(instances));
            _registry.Entry(typeof(T)).Parts.Add(new ModuleHandlers(part.Handlers, adapt));
        }
    }
}
