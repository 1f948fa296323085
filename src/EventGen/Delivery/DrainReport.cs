namespace EventGen;

/// <summary>How a bus stopped.</summary>
public sealed record DrainReport
{
    /// <summary>True when every accepted event was handled.</summary>
    public bool IsComplete => Left.Count == 0 && Running == 0;

    /// <summary>How many accepted events were never taken by a worker, by event id.</summary>
    public required IReadOnlyDictionary<string, int> Left { get; init; }

    /// <summary>How many events were still being handled, by handlers that ignored their cancelled token.</summary>
    public required int Running { get; init; }

    /// <summary>What is left, in words.</summary>
    public override string ToString() =>
        IsComplete
            ? "nothing left"
            : string.Join(", ", Left.OrderBy(static left => left.Key, StringComparer.Ordinal).Select(static left => $"{left.Value} x {left.Key} never handled")
                .Concat(Running > 0 ? [$"{Running} still running"] : []));
}
