namespace EventGen.Testing;

/// <summary>An emit has been accepted.</summary>
internal sealed record Emission(string EventId, object Payload) : RecordedActivity(EventId)
{
    public override string Describe(EventTopic topic) => $"emitted {EventId}: {PayloadText.Of(topic, Payload)}";
}
