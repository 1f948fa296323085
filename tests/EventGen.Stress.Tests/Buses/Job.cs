namespace EventGen.Stress.Tests.Buses;

/// <summary>An event of one round.</summary>
/// <param name="Round">The round it belongs to, which hears what becomes of it.</param>
/// <param name="Partition">Its key; none for <see langword="null"/>.</param>
/// <param name="Number">Which of the round's events it is.</param>
/// <param name="Emitter">Who emits it; -1 for a handler.</param>
[Event("stress.job")]
public sealed record Job(StressRound Round, [property: EventKey] string? Partition, int Number, int Emitter);

public static class JobHandler
{
    [Subscribe]
    public static ValueTask HandleAsync(Job job, CancellationToken cancellationToken) => job.Round.HandleAsync(job, cancellationToken);
}
