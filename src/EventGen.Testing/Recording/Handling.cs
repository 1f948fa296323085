namespace EventGen.Testing;

/// <summary>A handler has returned.</summary>
internal sealed record Handling(string EventId, object Payload, string Handler) : RecordedActivity(EventId)
{
    public override string Describe(EventTopic topic) => $"handled {EventId} by {Handler}: {PayloadText.Of(topic, Payload)}";
}
