namespace EventGen;

/// <summary>The one place that decides what a failed handler or publisher means. One for each event of a bus. Thread safe.</summary>
internal sealed class FailureSink(EventBus bus, string eventId)
{
    private readonly EventBus _bus = bus;

    public string EventId { get; } = eventId;

    /// <summary>Logs and counts the failure, and tells <see cref="EventBus.HandlerFailed"/>. Never throws.</summary>
    public void Report(HandlerFailure failure)
    {
        _bus.Counters.CountFailure();
        _bus.Logger.HandlerFailed(failure.Exception, failure.IsPublisher ? "Publisher" : "Handler", failure.Handler, failure.EventId);
        _bus.RaiseHandlerFailed(failure);
    }
}
