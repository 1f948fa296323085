namespace EventGen;

/// <summary>What the state of a bus means.</summary>
/// <param name="Status">The worst that any finding amounts to.</param>
/// <param name="Problems">The findings, each as a sentence.</param>
internal sealed record HealthEvaluator(EventBusStatus Status, IReadOnlyList<string> Problems)
{
    private const int MostNamed = 5;

    // A burst that the workers catch up with is what a queue is for.
    private static readonly TimeSpan s_burst = TimeSpan.FromSeconds(10);

    // Longer than handlers usually take, and all workers of a bus at the same time.
    private static readonly TimeSpan s_standstill = TimeSpan.FromMinutes(5);

    /// <summary>Evaluates the state of a bus.</summary>
    /// <param name="isStopped">Whether its stop has begun.</param>
    /// <param name="awaitingStart">How many events wait for its start; 0 once it has started.</param>
    /// <param name="saturatedFor">How long its queue has been more than 80% full.</param>
    /// <param name="standsStillFor">How long no worker has finished its event.</param>
    /// <param name="waiting">How many events wait for a worker.</param>
    /// <param name="running">What the workers run, each as a text.</param>
    /// <param name="workerFaults">How often a worker has failed between two events.</param>
    /// <param name="stuckHandlers">The handlers that run on after their time was over.</param>
    /// <param name="failing">The handlers that fail on every event.</param>
    /// <param name="publishers">How its publishers fare, and whether each tells so itself.</param>
    /// <param name="storeFailure">What the store of dead letters threw when it was asked; <see langword="null"/> for nothing.</param>
    /// <param name="lostDeadLetters">How many dead letters are gone that nobody discarded; 0 once that is an hour ago.</param>
    /// <param name="outbox">How its outbox fares; healthy where there is none.</param>
    public static HealthEvaluator Of(
        bool isStopped, int awaitingStart, TimeSpan saturatedFor, TimeSpan standsStillFor, int waiting, IReadOnlyList<string> running, long workerFaults, IReadOnlyList<string> stuckHandlers, IReadOnlyList<FailureStreak> failing, IReadOnlyCollection<(PublisherHealth Health, bool IsOwn)> publishers, Exception? storeFailure, long lostDeadLetters, OutboxHealth outbox)
    {
        (EventBusStatus Status, string Problem)[] findings = [.. Findings(isStopped, awaitingStart, saturatedFor, standsStillFor, waiting, running, workerFaults, stuckHandlers, failing, storeFailure, lostDeadLetters, outbox), .. publishers.SelectMany(Findings)];
        return new HealthEvaluator(
            findings.Select(static finding => finding.Status).DefaultIfEmpty(EventBusStatus.Healthy).Max(),
            Array.ConvertAll(findings, static finding => finding.Problem));
    }

    private static IEnumerable<(EventBusStatus Status, string Problem)> Findings(bool isStopped, int awaitingStart, TimeSpan saturatedFor, TimeSpan standsStillFor, int waiting, IReadOnlyList<string> running, long workerFaults, IReadOnlyList<string> stuckHandlers, IReadOnlyList<FailureStreak> failing, Exception? storeFailure, long lostDeadLetters, OutboxHealth outbox)
    {
        if (isStopped) yield return (EventBusStatus.Unhealthy, "The bus has stopped.");
        else if (awaitingStart > 0) yield return (EventBusStatus.Degraded, $"The bus has not started, and events wait for it: {awaitingStart}. Call StartAsync.");
        if (saturatedFor > s_burst)
            yield return (EventBusStatus.Degraded, $"The queue has been more than 80% full for longer than {s_burst.TotalSeconds} s.");
        if (standsStillFor > s_standstill && waiting > 0)
        {
            yield return (EventBusStatus.Degraded,
                $"No worker has finished its event for longer than {s_standstill.TotalMinutes} min, and events wait for one: {waiting}. Running: {Few([.. running.Distinct()])}. Give these handlers a HandlerTimeout.");
        }

        if (workerFaults > 0) yield return (EventBusStatus.Degraded, $"Times that a worker has failed between two events since the bus was made: {workerFaults}; the log says why.");
        foreach (string handler in stuckHandlers) yield return (EventBusStatus.Unhealthy, $"A handler is stuck: {handler}.");
        foreach (var streak in failing)
        {
            yield return (EventBusStatus.Degraded,
                $"Handler '{streak.Handler}' has failed on its last {streak.Events} events '{streak.EventId}' ({streak.ExceptionType}); they are dead letters. Mend the cause, then replay them.");
        }

        if (storeFailure is not null)
            yield return (EventBusStatus.Degraded, $"The store of dead letters does not tell how many it keeps: {storeFailure.GetType().Name}.");
        if (lostDeadLetters > 0)
        {
            yield return (EventBusStatus.Degraded,
                $"Dead letters lost since the bus was made: {lostDeadLetters}, the last within the last hour. Mend the store that did not take them; the log says why. Without a store, replay or discard those that are kept, or raise DeadLetterCapacity and RejectedMessageCapacity.");
        }

        if (outbox.Problem is { } problem) yield return (outbox.Status, problem);
    }

    private static string Few(string[] targets) =>
        targets.Length <= MostNamed ? string.Join("; ", targets) : $"{string.Join("; ", targets.Take(MostNamed))}; and {targets.Length - MostNamed} more";

    private static IEnumerable<(EventBusStatus Status, string Problem)> Findings((PublisherHealth Health, bool IsOwn) publisher)
    {
        var (health, isOwn) = publisher;
        string? error = health.LastError?.TrimEnd('.');
        if (health.Status == EventBusStatus.Unhealthy)
            yield return (health.Status, $"Publisher '{health.Name}' is down: {error}.");
        else if (health.Status == EventBusStatus.Degraded && isOwn)
            yield return (health.Status, $"Publisher '{health.Name}' is degraded: {error}.");   // it may receive as well, and only that be disturbed
        else if (health.Status == EventBusStatus.Degraded)
            yield return (health.Status, $"The last publish of publisher '{health.Name}' failed: {error}.");
    }
}
