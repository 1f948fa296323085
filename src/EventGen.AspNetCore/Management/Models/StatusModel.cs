namespace EventGen.AspNetCore.Management;

/// <summary>The bus at one moment.</summary>
internal sealed record StatusModel
{
    public required string Status { get; init; }

    public required string State { get; init; }

    public required IReadOnlyList<string> Problems { get; init; }

    public required string Application { get; init; }

    /// <summary>The name under which the bus emits; missing for none.</summary>
    public string? Source { get; init; }

    /// <summary>EventGen's, not the application's.</summary>
    public required string Version { get; init; }

    public required double UptimeSeconds { get; init; }

    public DateTimeOffset? MeasuredSince { get; init; }

    public required QueueModel Queue { get; init; }

    public required RatesModel Rates { get; init; }

    public required long Events { get; init; }

    public required long Subscribers { get; init; }

    public required long Dropped { get; init; }

    public required long Failed { get; init; }

    public required long Rejected { get; init; }

    public required long Ignored { get; init; }

    public required long DeadLetters { get; init; }

    /// <summary>How many are gone that nobody discarded, since the bus was made.</summary>
    public required long DeadLettersLost { get; init; }

    public required IReadOnlyList<string> StuckHandlers { get; init; }

    public required IReadOnlyList<PublisherModel> Publishers { get; init; }

    public OutboxModel? Outbox { get; init; }

    public required bool ShowsPayloads { get; init; }

    public required bool CanEmit { get; init; }

    public required bool CanChange { get; init; }

    public required int LiveReaders { get; init; }
}
