namespace EventGen.Outbox.Benchmarks;

/// <summary>One caller at a time.</summary>
/// <param name="CommitAsync">Commits an event.</param>
/// <param name="Server">The process of the server that works for it; <see langword="null"/> where there is no server.</param>
internal sealed record LoneCaller(Func<Ordered, Task> CommitAsync, int? Server = null);
