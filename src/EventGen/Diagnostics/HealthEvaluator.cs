namespace EventGen;

/// <summary>What the state of a bus means.</summary>
/// <param name="Status">The worst that any finding amounts to.</param>
/// <param name="Problems">The findings, each as a sentence.</param>
internal sealed record HealthEvaluator(EventBusStatus Status, IReadOnlyList<string> Problems)
{
    // A burst that the workers catch up with is what a queue is for.
    private static readonly TimeSpan s_burst = TimeSpan.FromSeconds(10);

    /// <summary>Judges a bus.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="publishers">How its publishers fare.</param>
    /// <param name="storeFailure">What the store of dead letters threw when it was asked; <see langword="null"/> for nothing.</param>
    public static HealthEvaluator Of(EventBus bus, IReadOnlyCollection<PublisherHealth> publishers, Exception? storeFailure)
    {
        (EventBusStatus Status, string Problem)[] findings = [.. Findings(bus, publishers, storeFailure)];
        return new HealthEvaluator(
            findings.Select(static finding => finding.Status).DefaultIfEmpty(EventBusStatus.Healthy).Max(),
            Array.ConvertAll(findings, static finding => finding.Problem));
    }

    private static IEnumerable<(EventBusStatus Status, string Problem)> Findings(EventBus bus, IReadOnlyCollection<PublisherHealth> publishers, Exception? storeFailure)
    {
        if (bus.IsStopped) yield return (EventBusStatus.Unhealthy, "The bus has stopped.");
        if (bus.Queue.SaturatedFor > s_burst)
            yield return (EventBusStatus.Degraded, $"The queue has been more than 80% full for longer than {s_burst.TotalSeconds} s.");
        foreach (string handler in bus.Stuck.Stuck()) yield return (EventBusStatus.Unhealthy, $"A handler is stuck: {handler}.");
        if (storeFailure is not null)
            yield return (EventBusStatus.Degraded, $"The store of dead letters does not tell how many it keeps: {storeFailure.GetType().Name}.");
        if (bus.OutboxHealth is { Problem: { } outbox } health) yield return (health.Status, outbox);
        foreach (var publisher in publishers)
        {
            string? error = publisher.LastError?.TrimEnd('.');
            if (publisher.Status == EventBusStatus.Unhealthy)
                yield return (publisher.Status, $"Publisher '{publisher.Name}' is down: {error}.");
            else if (publisher.Status == EventBusStatus.Degraded && bus.FindPublisher(publisher.Name) is { TellsHealth: true })
                yield return (publisher.Status, $"Publisher '{publisher.Name}' is degraded: {error}.");   // it may receive as well, and only that be disturbed
            else if (publisher.Status == EventBusStatus.Degraded)
                yield return (publisher.Status, $"The last publish of publisher '{publisher.Name}' failed: {error}.");
        }
    }
}
