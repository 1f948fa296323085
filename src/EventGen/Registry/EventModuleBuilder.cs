using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>Collects what modules declare. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventModuleBuilder
{
    private readonly EventRegistry _registry;
    private readonly EventModule _module;
    private int _declared;

    internal EventModuleBuilder(EventRegistry registry, EventModule module) => (_registry, _module) = (registry, module);

    /// <summary>Adds another module; one that is already there is passed over, so a diamond registers once.</summary>
    public void Include(EventModule module) => _registry.Add(module);

    /// <summary>Adds an event of the assembly.</summary>
    public void AddEvent<T>(EventDefinition<T> definition) => _registry.Entry(typeof(T)).Define(new TopicFactory<T>(definition));

    /// <summary>
    /// Declares an event of the assembly, which the module's <c>Define</c> adds when something is first asked of it. For one that is neither durable nor published and has no trigger:
    /// a start asks nothing of it.
    /// </summary>
    /// <param name="id">Its name on the wire.</param>
    /// <param name="payloadType">The event.</param>
    public void Declare(string id, Type payloadType) => _registry.Entry(payloadType).Declare(new DeclaredEvent(id, _module, this, _declared++));

    /// <summary>Adds the assembly's handlers of one event.</summary>
    /// <param name="handlers">The handlers, in the order in which they run.</param>
    /// <param name="createTable">Makes the table that calls them, once a bus.</param>
    public void AddHandlers<T>(HandlerInfo[] handlers, Func<HandlerInstances, HandlerTable<T>> createTable) =>
        _registry.Entry(typeof(T)).Parts.Add(new ModuleHandlers(handlers, createTable));

    /// <summary>Adds a trigger of an event of the assembly.</summary>
    public void AddTrigger<TEntity, TEvent>(EntityTrigger<TEntity, TEvent> trigger) where TEntity : class => _registry.Entry(typeof(TEvent)).Add(trigger);

    /// <summary>Adds a group, with the events of the assembly that are in it.</summary>
    /// <param name="id">The group's name.</param>
    /// <param name="memberOf">Which of these events a payload is: its place in the order in which they are added; -1 for none.</param>
    /// <param name="addMembers">Adds them.</param>
    public void AddGroup<T>(string id, Func<T, int> memberOf, Action<EventGroupMembers<T>> addMembers) where T : class
    {
        var members = new EventGroupMembers<T>(_registry);
        addMembers(members);
        _registry.Group<T>(id).Add(memberOf, members);
    }

    /// <summary>Adds a handler class, so that a container can make it.</summary>
    /// <param name="lifetime">Scoped or singleton.</param>
    /// <param name="create">Makes an instance from a provider's services.</param>
    public void AddHandlerClass<THandler>(HandlerLifetime lifetime, Func<IServiceProvider?, THandler> create) where THandler : class =>
        _registry.AddHandlerClass(new HandlerClass(typeof(THandler), lifetime, create));
}
