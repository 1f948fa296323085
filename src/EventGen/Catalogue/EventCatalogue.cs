using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The events, handlers and handler classes of a set of modules, composed once. Not thread safe while it is built.</summary>
internal sealed class EventCatalogue
{
    private readonly HashSet<EventModule> _modules = [];
    private readonly Dictionary<Type, EventEntry> _entries = [];
    private readonly Dictionary<Type, GroupEntry> _groups = [];
    private readonly Dictionary<Type, HandlerClass> _handlerClasses = [];

    /// <summary>Every event, by id, ordinal.</summary>
    public IEnumerable<EventEntry> Events => _entries.Values.Where(static entry => entry.IsDefined).OrderBy(static entry => entry.Id, StringComparer.Ordinal);

    public IEnumerable<GroupEntry> Groups => _groups.Values;

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

    public GroupEntry<T> Group<T>(string id) where T : class
    {
        if (_groups.TryGetValue(typeof(T), out var entry)) return (GroupEntry<T>)entry;
        var made = new GroupEntry<T>(id);
        _groups.Add(typeof(T), made);
        return made;
    }

    /// <summary>How many emissions to keep of each event, where it was said of a group too.</summary>
    public Dictionary<Type, int> KeptOf(IReadOnlyDictionary<Type, int> asked)
    {
        var kept = new Dictionary<Type, int>();
        foreach (var (type, count) in asked)
        {
            foreach (var member in _groups.TryGetValue(type, out var group) ? group.MemberTypes : [type])
                kept[member] = Math.Max(count, kept.GetValueOrDefault(member));
        }

        return kept;
    }

    public EventEntry<T>? Find<T>() => _entries.TryGetValue(typeof(T), out var entry) && entry.IsDefined ? (EventEntry<T>)entry : null;

    public void AddHandlerClass(HandlerClass handlerClass) => _handlerClasses.TryAdd(handlerClass.Type, handlerClass);

    /// <summary>Refuses what cannot work together.</summary>
    /// <exception cref="InvalidOperationException">Two events have one id, or the module of a handled event is missing.</exception>
    public void Validate()
    {
        foreach (var orphan in _entries.Values.Where(entry => !entry.IsDefined && !_groups.ContainsKey(entry.PayloadType)))
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
