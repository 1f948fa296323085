using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The events, handlers and handler classes of a set of modules, composed once. Not thread safe while it is built.</summary>
internal sealed class EventRegistry
{
    private readonly HashSet<EventModule> _modules = [];
    private readonly Dictionary<Type, EventRegistration> _entries = [];
    private readonly Dictionary<Type, GroupRegistration> _groups = [];
    private readonly Dictionary<Type, HandlerClass> _handlerClasses = [];

    /// <summary>The modules, each once.</summary>
    public IReadOnlyCollection<EventModule> Modules => _modules;

    /// <summary>Every event that a module declares, in no order.</summary>
    public EventRegistration[] Events
    {
        get
        {
            var events = new List<EventRegistration>(_entries.Count);
            foreach (var entry in _entries.Values)
            {
                if (entry.IsDefined) events.Add(entry);
            }

            return events.ToArray();
        }
    }

    public IEnumerable<GroupRegistration> Groups => _groups.Values;

    public IReadOnlyCollection<HandlerClass> HandlerClasses => _handlerClasses.Values;

    /// <summary>Every event and every group that has handlers of its own, in no order.</summary>
    public IEnumerable<EventRegistration> Entries => _entries.Values;

    /// <summary>Adds a module and those it references; passes over the ones already there.</summary>
    public void Add(EventModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (_modules.Add(module)) module.BuildInto(new EventModuleBuilder(this, module));
    }

    /// <summary>The entry of an event, made now if there is none.</summary>
    public EventRegistration Entry(Type payloadType)
    {
        if (_entries.TryGetValue(payloadType, out var entry)) return entry;
        entry = new EventRegistration(payloadType);
        _entries.Add(payloadType, entry);
        return entry;
    }

    public GroupRegistration<T> Group<T>(string id) where T : class
    {
        if (_groups.TryGetValue(typeof(T), out var entry)) return (GroupRegistration<T>)entry;
        var made = new GroupRegistration<T>(id);
        _groups.Add(typeof(T), made);
        return made;
    }

    public GroupRegistration<T>? FindGroup<T>() where T : class => _groups.TryGetValue(typeof(T), out var entry) ? (GroupRegistration<T>)entry : null;

    /// <summary>How many emissions to keep of each event, where it was said of a group too.</summary>
    public Dictionary<Type, int> HistorySizes(Dictionary<Type, int> asked)
    {
        var kept = new Dictionary<Type, int>();
        foreach (var (type, count) in asked)
        {
            foreach (var member in _groups.TryGetValue(type, out var group) ? group.MemberTypes : [type])
                kept[member] = kept.TryGetValue(member, out int other) ? Math.Max(count, other) : count;
        }

        return kept;
    }

    /// <summary>The entry of an event that a module declares.</summary>
    public EventRegistration? Find(Type payloadType) => _entries.TryGetValue(payloadType, out var entry) && entry.IsDefined ? entry : null;

    public void AddHandlerClass(HandlerClass handlerClass) => _handlerClasses.TryAdd(handlerClass.Type, handlerClass);

    /// <summary>Every event, by id, ordinal. Refuses what cannot work together.</summary>
    /// <exception cref="InvalidOperationException">Two events have one id, or the module of a handled event is missing.</exception>
    public EventRegistration[] Compose()
    {
        foreach (var entry in _entries.Values)
        {
            if (!entry.IsDefined && !_groups.ContainsKey(entry.PayloadType)) throw Orphan(entry);
        }

        foreach (var group in _groups.Values) group.AddHandlers();
        var events = Events;
        if (!IsInOrder(events)) Sort(events);
        return events;
    }

    // Those of one generated module are: a process with one module has nothing to sort.
    private static bool IsInOrder(EventRegistration[] events)
    {
        for (int i = 1; i < events.Length; i++)
        {
            if (string.CompareOrdinal(events[i - 1].Id, events[i].Id) >= 0) return false;
        }

        return true;
    }

    private void Sort(EventRegistration[] events)
    {
        Array.Sort(Array.ConvertAll(events, static entry => entry.Id), events, StringComparer.Ordinal);
        for (int i = 1; i < events.Length; i++)
        {
            if (events[i].Id == events[i - 1].Id) throw Clash(events[i].Id);
        }
    }

    private static InvalidOperationException Orphan(EventRegistration entry) => new(
        $"{entry.PayloadType.FullName} has handlers, but no module of the bus declares it as an event. Add the module of its assembly.");

    private InvalidOperationException Clash(string id)
    {
        var types = Events.Where(entry => entry.Id == id).Select(static entry => entry.PayloadType.FullName).Order(StringComparer.Ordinal);
        return new($"Event id '{id}' is declared by {string.Join(" and ", types)}. Give one of them another id: [Event(\"…\")].");
    }
}
