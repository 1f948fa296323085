namespace EventGen.Nats;

/// <summary>What a consumer that has to be created begins with.</summary>
/// <param name="Sequence">The first message. Not used where <paramref name="Since"/> is given.</param>
/// <param name="Since">Begins with what was stored since then, by the clock of this process; <see langword="null"/> to begin with <paramref name="Sequence"/>.</param>
/// <param name="IsAgain">Whether the consumer was there before, and somebody has deleted it.</param>
internal readonly record struct ConsumerStart(ulong Sequence, DateTimeOffset? Since, bool IsAgain);
