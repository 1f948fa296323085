namespace EventGen;

/// <summary>Tells the log of the failed deliveries of one event. Thread safe.</summary>
/// <remarks>An outage of a publisher is one cause, told by doubling alone. Of all else each failure has its line, and some have the whole exception as well.</remarks>
/// <param name="failures">What decides what they mean.</param>
internal sealed class FailureLog<T>(DeliveryFailureHandler<T> failures)
{
    private readonly DeliveryServices _services = failures.Services;

    public static string Kind(FailedDelivery<T> delivery) => delivery.Target.IsPublisher ? "Publisher" : "Handler";

    /// <summary>Tells of a failed attempt.</summary>
    /// <param name="delivery">What has failed.</param>
    /// <param name="delay">How long it is to the next attempt; <see langword="null"/> when there is none.</param>
    public void Write(FailedDelivery<T> delivery, TimeSpan? delay)
    {
        if (delivery.Exception is not EventPublishException { IsUnreachable: true } || delivery.Target.Reachability is not { } reachability) WriteFailure(delivery, delay);
        else if (reachability.CountFailure(isLast: delay is null) is { } times) WriteOutage(delivery, delay, times);
    }

    private void WriteOutage(FailedDelivery<T> delivery, TimeSpan? delay, long times)
    {
        if (delay is { } wait) WriteAttempt(delivery, wait, LineOf(delivery), times > 1 ? $" {times} such since it could be reached last; told whenever they have doubled." : "");
        else if (times > 1) _services.Logger.PublisherStillFails(delivery.Target.Name, failures.EventId, delivery.DeadLetterId, times, LineOf(delivery));
        else WriteLastInFull(delivery);
    }

    private void WriteFailure(FailedDelivery<T> delivery, TimeSpan? delay)
    {
        var (times, isInFull) = _services.Throttle.Count(failures.EventId, delivery.Target.Name, delivery.Exception, isLast: delay is null);
        string repeated = $" ({times} such within an hour; in full whenever they have doubled)";
        if (delay is { } wait)
        {
            // The message of these says it all: where it was thrown is of no interest, but with the last attempt.
            if (delivery.Exception is EventPublishException) WriteAttempt(delivery, wait, LineOf(delivery), repeated: "");
            else if (isInFull) _services.Logger.AttemptFailed(InFull(delivery), Kind(delivery), delivery.Target.Name, failures.EventId, delivery.Context.Id, delivery.Attempts, delivery.Target.Plan.Retry.Attempts, Rounded(wait));
            else WriteAttempt(delivery, wait, TypeAndLineOf(delivery), repeated);
        }
        else if (isInFull)
        {
            WriteLastInFull(delivery);
        }
        else
        {
            _services.Logger.DeliveryStillFails(Kind(delivery), delivery.Target.Name, failures.EventId, delivery.Context.Id, delivery.DeadLetterId, TypeAndLineOf(delivery), repeated);
        }
    }

    private void WriteLastInFull(FailedDelivery<T> delivery) =>
        _services.Logger.DeliveryFailed(InFull(delivery), Kind(delivery), delivery.Target.Name, failures.EventId, delivery.Context.Id, delivery.DeadLetterId);

    private void WriteAttempt(FailedDelivery<T> delivery, TimeSpan wait, string failure, string repeated) =>
        _services.Logger.AttemptStillFails(Kind(delivery), delivery.Target.Name, failures.EventId, delivery.Context.Id, delivery.Attempts, delivery.Target.Plan.Retry.Attempts, Rounded(wait), failure, repeated);

    private static TimeSpan Rounded(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Round(wait.TotalMilliseconds));

    private Exception InFull(FailedDelivery<T> delivery) => ConnectionSecrets.Hide(failures.Protection is { } protection ? protection.Hide(delivery.Exception, delivery.Payload) : delivery.Exception);

    private string TypeAndLineOf(FailedDelivery<T> delivery) => $"{delivery.Exception.GetType().Name}: {LineOf(delivery)}";

    private string LineOf(FailedDelivery<T> delivery) => ExceptionText.Line(failures.Hide(ExceptionText.MessageOf(delivery.Exception), delivery.Payload));
}
