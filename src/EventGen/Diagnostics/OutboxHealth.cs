namespace EventGen;

/// <summary>How an outbox fares. Immutable.</summary>
/// <param name="Status">The judgement.</param>
/// <param name="Problem">Why it is not healthy, as a sentence without secrets; <see langword="null"/> when it is.</param>
public sealed record OutboxHealth(EventBusStatus Status, string? Problem)
{
    /// <summary>Nothing is wrong.</summary>
    public static OutboxHealth Healthy { get; } = new(EventBusStatus.Healthy, null);
}
