namespace EventGen.AspNetCore.Management;

/// <summary>A handler or publisher of an event.</summary>
internal sealed record TargetModel(
    string Name, bool IsPublisher, long Attempts, long Failed, long DeadLettered, RateModel Rate, RateModel FailureRate, LatencyModel Duration, string? LastFailure, DateTimeOffset? LastFailureAt)
{
    public static TargetModel Of(string name, bool isPublisher, TargetStatistics? measured) => measured is null
        ? new TargetModel(name, isPublisher, 0, 0, 0, RateModel.Zero, RateModel.Zero, new LatencyModel(0, 0, 0, 0), null, null)
        : new TargetModel(
            name, isPublisher, measured.Attempts, measured.Failed, measured.DeadLettered, RateModel.Of(measured.Rate), RateModel.Of(measured.FailureRate),
            LatencyModel.Of(measured.Duration), measured.LastFailure, measured.LastFailureAt);
}
