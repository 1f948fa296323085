namespace EventGen.Testing;

/// <summary>A handler has returned.</summary>
internal sealed record Handling(string EventId, object Payload, string Handler) : RecordedActivity(EventId)
{
    public override string Describe() => $"handled {EventId} by {Handler}: {PayloadText.Of(Payload)}";
}
