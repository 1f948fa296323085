namespace EventGen.Testing;

/// <summary>A handler or publisher that is running.</summary>
/// <param name="kind">Which of both, in a word.</param>
/// <param name="name">Its name.</param>
/// <param name="eventId">The event's name on the wire.</param>
/// <param name="payload">The event.</param>
internal sealed class CallInProgress(string kind, string name, string eventId, object payload)
{
    /// <summary>The event's name on the wire.</summary>
    public string EventId => eventId;

    /// <summary>For the message of a wait that has failed.</summary>
    /// <param name="topic">The event's topic.</param>
    public string Describe(EventTopic topic) => $"{kind} '{name}' of {eventId} ({PayloadText.Of(topic, payload)})";
}
