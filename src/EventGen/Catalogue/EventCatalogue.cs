using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The events, handlers and handler classes of a set of modules, composed once. Not thread safe while it is built.</summary>
internal sealed class EventCatalogue
{
    private readonly HashSet<EventModule> _modules = [];
    private readonly Dictionary<Type, EventEntry> _entries = [];
    private readonly Dictionary<Type, HandlerClass> _handlerClasses = [];

    /// <summary>Every event that a module declares, in no order.</summary>
    public IEnumerable<EventEntry> Events => _entries.Values.Where(static entry => entry.IsDefined);

    public IEnumerable<HandlerClass> HandlerClasses => _handlerClasses.Values;

    /// <summary>Adds a module and those it references; passes over the ones already there.</summary>
    public void Add(EventModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (_modules.Add(module)) module.Build(new EventModuleBuilder(this));
    }

    /// <summary>The entry of an event, made now if there is none.</summary>
    public EventEntry Entry(Type payloadType)
    {
        if (_entries.TryGetValue(payloadType, out var entry)) return entry;
        entry = new EventEntry(payloadType);
        _entries.Add(payloadType, entry);
        return entry;
    }

    /// <summary>The entry of an event that a module declares.</summary>
    public EventEntry? Find(Type payloadType) => _entries.TryGetValue(payloadType, out var entry) && entry.IsDefined ? entry : null;

    public void AddHandlerClass(HandlerClass handlerClass) => _handlerClasses.TryAdd(handlerClass.Type, handlerClass);

    /// <summary>Every event, by id, ordinal. Refuses what cannot work together.</summary>
    /// <exception cref="InvalidOperationException">Two events have one id, or the module of a handled event is missing.</exception>
    public EventEntry[] Compose()
    {
        foreach (var entry in _entries.Values)
        {
            if (!entry.IsDefined) throw Orphan(entry);
        }

        EventEntry[] events = [.. _entries.Values];
        Array.Sort(Array.ConvertAll(events, static entry => entry.Id), events, StringComparer.Ordinal);
        for (int i = 1; i < events.Length; i++)
        {
            if (events[i].Id == events[i - 1].Id) throw Clash(events[i].Id);
        }

        return events;
    }

    private static InvalidOperationException Orphan(EventEntry entry) => new(
        $"{entry.PayloadType.FullName} has handlers, but no module of the bus declares it as an event. Add the module of its assembly.");

    private InvalidOperationException Clash(string id)
    {
        var types = Events.Where(entry => entry.Id == id).Select(static entry => entry.PayloadType.FullName).Order(StringComparer.Ordinal);
        return new($"Event id '{id}' is declared by {string.Join(" and ", types)}. Give one of them another id: [Event(\"…\")].");
    }
}
