namespace EventGen;

/// <summary>How many dead letters there are, and why. Immutable.</summary>
/// <param name="Causes">The causes, each once, the most frequent first.</param>
/// <param name="IsPartial">Whether there may be more than were counted.</param>
public sealed record DeadLetterSummary(IReadOnlyList<DeadLetterCause> Causes, bool IsPartial)
{
    /// <summary>How many were counted.</summary>
    public long Total => Causes.Sum(static cause => cause.Count);

    /// <summary>The causes in words.</summary>
    public override string ToString() =>
        $"{Total} in all{(IsPartial ? ", of those that were read" : "")}{string.Concat(Causes.Select(static cause => $"; {cause.Count} x '{cause.Target}' on '{cause.EventId}'{(cause.ExceptionType is { } type ? $" ({type})" : "")}"))}";

    /// <summary>Adds up causes, of which several may be the same; for stores.</summary>
    /// <param name="causes">Such as <see cref="DeadLetterCause.Of"/> of each dead letter.</param>
    /// <param name="isPartial">Whether there may be more than were counted.</param>
    /// <exception cref="ArgumentNullException"><paramref name="causes"/> is <see langword="null"/>.</exception>
    public static DeadLetterSummary Of(IEnumerable<DeadLetterCause> causes, bool isPartial = false)
    {
        ArgumentNullException.ThrowIfNull(causes);
        Dictionary<(string EventId, string Target, DeadLetterKind Kind, string? ExceptionType), DeadLetterCause> added = [];
        foreach (var cause in causes)
        {
            var key = (cause.EventId, cause.Target, cause.Kind, cause.ExceptionType);
            added[key] = added.TryGetValue(key, out var known)
                ? known with { Count = known.Count + cause.Count, LastFailure = cause.LastFailure > known.LastFailure ? cause.LastFailure : known.LastFailure }
                : cause;
        }

        return new DeadLetterSummary([.. added.Values.OrderByDescending(static cause => cause.Count).ThenBy(static cause => cause.EventId, StringComparer.Ordinal).ThenBy(static cause => cause.Target, StringComparer.Ordinal)], isPartial);
    }
}
