namespace EventGen.Testing;

/// <summary>A handler or publisher that is running.</summary>
/// <param name="kind">Which of both, in a word.</param>
/// <param name="name">Its name.</param>
/// <param name="eventId">The event's name on the wire.</param>
/// <param name="payload">The event.</param>
internal sealed class CallInProgress(string kind, string name, string eventId, object payload)
{
    /// <summary>For the message of a wait that has failed.</summary>
    public string Describe() => $"{kind} '{name}' of {eventId} ({PayloadText.Of(payload)})";
}
