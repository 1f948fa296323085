using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace EventGen.CompilerServices;

/// <summary>The ambient topic of an event: what a generated <c>Events</c> accessor returns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AmbientTopic<T>
{
    // Set only while no other bus can be meant than the one of this topic; see AmbientBus.
    private static EventTopic<T>? s_topic;

    /// <summary>The event's topic on <see cref="EventBus.Current"/>: one static field while the process has one bus.</summary>
    public static EventTopic<T> Current => s_topic ?? Find();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static EventTopic<T> Find()
    {
        var bus = EventBus.Current;
        var topic = bus.Topic<T>();
        AmbientBus.Cache(bus, topic, static kept => s_topic = kept);
        return topic;
    }
}
