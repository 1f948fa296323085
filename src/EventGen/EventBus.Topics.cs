using System.Runtime.CompilerServices;
using EventGen.CompilerServices;

namespace EventGen;

// The topics, each made when it is first asked for: an application has many events, and a process uses few of them at once.
public sealed partial class EventBus
{
    private readonly object _makingTopics = new();

    // Filled, and replaced by a longer one, under _makingTopics. A topic's place is its TopicIndex.
    private volatile EventTopic?[] _topics = [];

    // Under _makingTopics: what every emit must look after, also those of topics that are made later.
    private DispatchFlags _needs = DispatchFlags.Mark;

    private IEnumerable<EventTopic> Topics => _topics.OfType<EventTopic>();

    /// <summary>The topic of an event.</summary>
    /// <typeparam name="T">The payload, a type marked <c>[Event]</c>.</typeparam>
    /// <exception cref="InvalidOperationException">No module of the bus declares the event.</exception>
    public EventTopic<T> Topic<T>()
    {
        Telemetry.Refresh();
        int slot = TopicIndex<T>.Index;
        var topics = _topics;
        return (uint)slot < (uint)topics.Length && topics[slot] is { } topic ? Unsafe.As<EventTopic<T>>(topic) : MakeTopic<T>(slot);
    }

    /// <summary>Changes what every emit must look after.</summary>
    internal void Need(DispatchFlags needs, bool needed)
    {
        lock (_makingTopics)
        {
            _needs = needed ? _needs | needs : _needs & ~needs;
            foreach (var topic in Topics) topic.Need(needs, needed);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private EventTopic<T> MakeTopic<T>(int slot)
    {
        if (IsNull) return NullTopic<T>.Instance;
        var entry = _registry.Find(typeof(T)) ?? throw UnknownEvent(typeof(T));
        lock (_makingTopics)
        {
            var topics = _topics;
            if (slot < topics.Length && topics[slot] is { } made) return (EventTopic<T>)made;   // by another thread, meanwhile
            if (slot >= topics.Length) Array.Resize(ref topics, Math.Max(slot + 1, 2 * topics.Length));

            // Generated code makes the handler tables; handlers themselves are made when they are called.
            var topic = entry.Definition.CreateTopic(this, entry, _needs);
            Volatile.Write(ref topics[slot], topic);
            _topics = topics;
            return (EventTopic<T>)topic;
        }
    }

    private IEnumerable<string> HandlersThatNeedServices() =>
        from entry in _events
        from place in entry.Handlers
        where (place.Handler.Traits & HandlerTraits.Services) != 0
        select place.Handler.Name;

    private InvalidOperationException UnknownEvent(Type type) => new(
        $"{type} is no event of this bus, which has {(Descriptors.Count == 0 ? "none" : string.Join(", ", Descriptors.Select(static descriptor => descriptor.Id)))}. "
        + "Mark the type [Event] and add the module of its assembly to the bus.");
}
