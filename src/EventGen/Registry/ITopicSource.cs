namespace EventGen;

/// <summary>Has the topics of one bus. Thread safe.</summary>
internal interface ITopicSource
{
    /// <summary>The topic of an event, created now if need be.</summary>
    /// <exception cref="InvalidOperationException">There is no such event.</exception>
    EventTopic<T> Topic<T>();
}
