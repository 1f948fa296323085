using System.Reflection;
using System.Runtime.CompilerServices;

namespace EventGen;

/// <summary>The topics of one bus, each created when it is first asked for: an application has many events, and a process uses few of them at once. Thread safe.</summary>
/// <param name="registry">What the modules of the bus declare.</param>
/// <param name="events">The events of the bus, by id, ordinal.</param>
/// <param name="create">Creates the topic of an event, given what every emit must look after at this moment.</param>
internal sealed class TopicMap(EventRegistry registry, EventRegistration[] events, Func<EventRegistration, DispatchFlags, EventTopic> create) : ITopicSource
{
    private readonly object _creating = new();

    // Filled, and replaced by a longer one, under _creating. A topic's place is its TopicIndex.
    private volatile EventTopic?[] _topics = [];

    // Under _creating: what every emit must look after, also those of topics that are created later.
    private DispatchFlags _needs = DispatchFlags.Mark;

    // Created by the first message or replay. If two threads race, either instance serves.
    private Dictionary<string, EventRegistration>? _byId;

    /// <summary>The topics that have been created.</summary>
    public IEnumerable<EventTopic> Made
    {
        get
        {
            foreach (var topic in _topics)
            {
                if (topic is not null) yield return topic;
            }
        }
    }

    /// <summary>True when a topic has a run-time subscriber or a stream.</summary>
    public bool HaveSubscribers
    {
        get
        {
            foreach (var topic in _topics)
            {
                if (topic is { HasSubscribers: true }) return true;
            }

            return false;
        }
    }

    private Dictionary<string, EventRegistration> ById => _byId ??= events.ToDictionary(static entry => entry.Id, StringComparer.Ordinal);

    /// <summary>The topic of an event, if it has been created.</summary>
    public EventTopic<T>? Find<T>()
    {
        int index = TopicIndex<T>.Index;
        var topics = _topics;
        return (uint)index < (uint)topics.Length ? Unsafe.As<EventTopic<T>>(topics[index]) : null;
    }

    /// <inheritdoc/>
    public EventTopic<T> Topic<T>() => Find<T>() ?? (EventTopic<T>)Create(TopicIndex<T>.Index, registry.Find(typeof(T)) ?? throw Unknown(typeof(T)));

    /// <summary>The topic of an event, by id; <see langword="null"/> where the bus has no such event.</summary>
    public EventTopic? Find(string eventId) => ById.TryGetValue(eventId, out var entry) ? entry.Topics.TopicOf(this) : null;

    /// <summary>Whether the bus has an event of this id.</summary>
    public bool Has(string eventId) => ById.ContainsKey(eventId);

    /// <summary>Changes what every emit must look after.</summary>
    public void Need(DispatchFlags needs, bool needed)
    {
        lock (_creating)
        {
            _needs = needed ? _needs | needs : _needs & ~needs;
            foreach (var topic in _topics) topic?.Need(needs, needed);
        }
    }

    /// <summary>Says that a type is no event of the bus.</summary>
    public InvalidOperationException Unknown(Type type) => new(
        $"{type} is no event of this bus, which has {(events.Length == 0 ? "none" : string.Join(", ", events.Select(static entry => entry.Id)))}. {Remedy(type)}");

    // The module of an assembly that has one knows each of its events, unless the bus was made without it.
    private string Remedy(Type type) =>
        type.Assembly.GetCustomAttribute<EventModuleAttribute>()?.ModuleType is { } module && registry.Modules.All(known => known.GetType() != module)
            ? $"Add the module of its assembly: EventBus.Create(bus => bus.AddModule({module.FullName}.Instance))."
            : "Mark the type [Event] and add the module of its assembly to the bus.";

    private EventTopic Create(int index, EventRegistration entry)
    {
        lock (_creating)
        {
            var topics = _topics;
            if (index < topics.Length && topics[index] is { } other) return other;   // by another thread, meanwhile
            if (index >= topics.Length) Array.Resize(ref topics, Math.Max(index + 1, 2 * topics.Length));

            // Generated code creates the handler tables; handlers themselves are created when they are called.
            var topic = create(entry, _needs);
            Volatile.Write(ref topics[index], topic);
            _topics = topics;
            return topic;
        }
    }
}
