namespace EventGen.AspNetCore.Management;

/// <summary>A page of dead letters, the oldest first.</summary>
/// <param name="Items">The dead letters.</param>
/// <param name="Total">How many the filter lets through.</param>
/// <param name="HasMore">Whether there may be more than <paramref name="Total"/>: a store that cannot count by cause counts up to 10,000, or 64 MiB of content.</param>
/// <param name="Skip">How many were passed over.</param>
/// <param name="Take">How many were asked for.</param>
/// <param name="Causes">The most frequent causes of those counted.</param>
internal sealed record DeadLetterPage(IReadOnlyList<DeadLetterModel> Items, long Total, bool HasMore, int Skip, int Take, IReadOnlyList<CauseModel> Causes);
