using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The events, handlers and handler classes of a set of modules, composed once. Not thread safe while it is built.</summary>
internal sealed class EventCatalogue
{
    private readonly HashSet<EventModule> _modules = [];
    private readonly Dictionary<Type, EventEntry> _entries = [];
    private readonly Dictionary<Type, HandlerClass> _handlerClasses = [];

    /// <summary>Every event, by id, ordinal.</summary>
    public IEnumerable<EventEntry> Events => _entries.Values.Where(static entry => entry.IsDefined).OrderBy(static entry => entry.Id, StringComparer.Ordinal);

    public IEnumerable<HandlerClass> HandlerClasses => _handlerClasses.Values;

    /// <summary>Adds a module and those it references; passes over the ones already there.</summary>
    public void Add(EventModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (_modules.Add(module)) module.Build(new EventModuleBuilder(this));
    }

    public EventEntry<T> Entry<T>()
    {
        if (_entries.TryGetValue(typeof(T), out var entry)) return (EventEntry<T>)entry;
        var made = new EventEntry<T>();
        _entries.Add(typeof(T), made);
        return made;
    }

    public EventEntry<T>? Find<T>() => _entries.TryGetValue(typeof(T), out var entry) && entry.IsDefined ? (EventEntry<T>)entry : null;

    public void AddHandlerClass(HandlerClass handlerClass) => _handlerClasses.TryAdd(handlerClass.Type, handlerClass);

    /// <summary>Refuses what cannot work together.</summary>
    /// <exception cref="InvalidOperationException">Two events have one id, or the module of a handled event is missing.</exception>
    public void Validate()
    {
        foreach (var orphan in _entries.Values.Where(static entry => !entry.IsDefined))
        {
            throw new InvalidOperationException(
                $"{orphan.PayloadType.FullName} has handlers, but no module of the bus declares it as an event. Add the module of its assembly.");
        }

        foreach (var clash in _entries.Values.Where(static entry => entry.IsDefined).GroupBy(static entry => entry.Id, StringComparer.Ordinal))
        {
            if (clash.Count() < 2) continue;
            throw new InvalidOperationException(
                $"Event id '{clash.Key}' is declared by {string.Join(" and ", clash.Select(static entry => entry.PayloadType.FullName).Order(StringComparer.Ordinal))}. "
                + "Give one of them another id: [Event(\"…\")].");
        }
    }
}
