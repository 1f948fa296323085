namespace EventGen;

/// <summary>What a bus is busy with at one moment.</summary>
/// <param name="Queued">How many events wait for a worker.</param>
/// <param name="Retrying">How many failed deliveries wait for their next attempt.</param>
/// <param name="Publishing">How many publishes and writes of dead letters go on without a worker.</param>
/// <param name="IsIdle">
/// True when every worker sleeps, none would find an event, and nothing goes on without one. Then nothing happens until somebody emits or a wait for an attempt ends.
/// What such a wait holds back, later events of its key, does not count.
/// </param>
public readonly record struct EventBusActivity(int Queued, int Retrying, int Publishing, bool IsIdle);
