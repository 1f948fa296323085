using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>Collects what modules declare. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EventModuleBuilder
{
    private readonly EventCatalogue _catalogue;

    internal EventModuleBuilder(EventCatalogue catalogue) => _catalogue = catalogue;

    /// <summary>Adds another module; one that is already there is passed over, so a diamond registers once.</summary>
    public void Include(EventModule module) => _catalogue.Add(module);

    /// <summary>Adds an event of the assembly.</summary>
    public void AddEvent<T>(EventDefinition<T> definition) => _catalogue.Entry(typeof(T)).Define(definition);

    /// <summary>Adds the assembly's handlers of one event.</summary>
    /// <param name="handlers">The handlers, in the order in which they run.</param>
    /// <param name="createTable">Makes the table that calls them, once a bus.</param>
    public void AddHandlers<T>(HandlerInfo[] handlers, Func<HandlerInstances, HandlerTable<T>> createTable) =>
        _catalogue.Entry(typeof(T)).Parts.Add(new HandlerPart(handlers, createTable));

    /// <summary>Adds a handler class, so that a container can make it.</summary>
    /// <param name="lifetime">Scoped or singleton.</param>
    /// <param name="create">Makes an instance from a provider's services.</param>
    public void AddHandlerClass<THandler>(HandlerLifetime lifetime, Func<IServiceProvider?, THandler> create) where THandler : class =>
        _catalogue.AddHandlerClass(new HandlerClass(typeof(THandler), lifetime, create));
}
