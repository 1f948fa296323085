namespace EventGen.AspNetCore.Management;

/// <summary>A page of dead letters, the oldest first.</summary>
/// <param name="Items">The dead letters.</param>
/// <param name="Total">How many the filter lets through.</param>
/// <param name="HasMore">Whether there are more than <paramref name="Total"/>: the count stops at 10,000, or where 64 MiB of them have been read.</param>
/// <param name="Skip">How many were passed over.</param>
/// <param name="Take">How many were asked for.</param>
/// <param name="Causes">The most frequent causes of those counted.</param>
internal sealed record DeadLetterPage(IReadOnlyList<DeadLetterModel> Items, int Total, bool HasMore, int Skip, int Take, IReadOnlyList<CauseModel> Causes);
