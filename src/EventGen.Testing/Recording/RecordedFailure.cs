namespace EventGen.Testing;

/// <summary>A handler or publisher has failed.</summary>
internal sealed record RecordedFailure(DeliveryFailure Failure) : RecordedActivity(Failure.EventId)
{
    public override string Describe(EventTopic topic) => $"failed {EventId}, attempt {Failure.Attempt}: {topic.HideSensitive(Failure.ToString(), Failure.Payload)}";
}
