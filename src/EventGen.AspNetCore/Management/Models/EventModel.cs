namespace EventGen.AspNetCore.Management;

/// <summary>An event, as a list shows it.</summary>
internal sealed record EventModel
{
    public required string Id { get; init; }

    public required string Description { get; init; }

    public required int Version { get; init; }

    public required bool IsDurable { get; init; }

    public string? Key { get; init; }

    public required long Emitted { get; init; }

    public required long Received { get; init; }

    public required long Dropped { get; init; }

    public required long Failed { get; init; }

    public required RateModel Rate { get; init; }

    public required LatencyModel Duration { get; init; }

    public required LatencyModel Waiting { get; init; }

    public required int Subscribers { get; init; }

    public required IReadOnlyList<TargetModel> Handlers { get; init; }

    public required IReadOnlyList<TargetModel> Publishers { get; init; }
}
