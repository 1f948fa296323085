using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>The log messages of the runtime. Their event ids are stable.</summary>
internal static partial class EventBusLog
{
    [LoggerMessage(1, LogLevel.Information, "Event bus started: {Events} events, {Workers} workers, queue capacity {Capacity}.")]
    public static partial void Started(this ILogger logger, int events, int workers, int capacity);

    [LoggerMessage(2, LogLevel.Information, "Event bus stopped; everything that was accepted has been handled.")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(168, LogLevel.Information, "Event bus stopped; {Left}, for the next start or another instance. Everything else that was accepted has been handled.")]
    public static partial void StoppedWithOutbox(this ILogger logger, string left);

    [LoggerMessage(147, LogLevel.Warning, "Event bus stopped. Dead letters in memory, which end with this process: {Count}. An outbox, or a store of dead letters, would keep them.")]
    public static partial void StoppedWithDeadLetters(this ILogger logger, long count);

    [LoggerMessage(3, LogLevel.Error, "Event bus stopped before everything was handled: {Undelivered}.")]
    public static partial void StoppedUndelivered(this ILogger logger, string undelivered);

    [LoggerMessage(169, LogLevel.Error, "Event bus stopped without having been started, and what waited for the start is lost: {Undelivered}. Call StartAsync once the bus is made.")]
    public static partial void StoppedUnstarted(this ILogger logger, string undelivered);

    [LoggerMessage(185, LogLevel.Error, "The process ends, and the event bus that was made on first use has not been stopped: what it has accepted and not handled yet is lost. In its queue: {Queued}, being handled: {Running}, waiting for another attempt: {Retrying}. Await EventBus.Current.StopAsync() at the end of the program.")]
    public static partial void EndedUnstopped(this ILogger logger, int queued, int running, int retrying);

    [LoggerMessage(10, LogLevel.Error, "{Kind} '{Handler}' failed on event '{EventId}' ({EmissionId}); dead letter {DeadLetter}.")]
    public static partial void DeliveryFailed(this ILogger logger, Exception exception, string kind, string handler, string eventId, Guid emissionId, Guid deadLetter);

    [LoggerMessage(129, LogLevel.Error, "{Kind} '{Handler}' failed on event '{EventId}' ({EmissionId}); dead letter {DeadLetter}. {Failure}{Repeated}")]
    public static partial void DeliveryStillFails(this ILogger logger, string kind, string handler, string eventId, Guid emissionId, Guid deadLetter, string failure, string repeated);

    [LoggerMessage(11, LogLevel.Error, "An observer of EventBus.DeliveryFailed failed on event '{EventId}'.")]
    public static partial void ObserverFailed(this ILogger logger, Exception exception, string eventId);

    [LoggerMessage(12, LogLevel.Critical, "A worker could not run event '{EventId}'; it goes on with the next one.")]
    public static partial void WorkerFailed(this ILogger logger, Exception exception, string eventId);

    [LoggerMessage(167, LogLevel.Critical, "A worker has failed between two events, {Times} times so far, and goes on. Told whenever they have doubled.")]
    public static partial void WorkerFaulted(this ILogger logger, Exception exception, long times);

    [LoggerMessage(13, LogLevel.Warning, "{Kind} '{Handler}' failed on event '{EventId}' ({EmissionId}), attempt {Attempt} of {Attempts}; the next one follows in {Delay:g}.")]
    public static partial void AttemptFailed(this ILogger logger, Exception exception, string kind, string handler, string eventId, Guid emissionId, int attempt, int attempts, TimeSpan delay);

    [LoggerMessage(148, LogLevel.Warning, "{Kind} '{Handler}' failed on event '{EventId}' ({EmissionId}), attempt {Attempt} of {Attempts}; the next one follows in {Delay:g}. {Failure}{Repeated}")]
    public static partial void AttemptStillFails(this ILogger logger, string kind, string handler, string eventId, Guid emissionId, int attempt, int attempts, TimeSpan delay, string failure, string repeated);

    [LoggerMessage(145, LogLevel.Error, "Publisher '{Publisher}' failed on event '{EventId}'; dead letter {DeadLetter}. {Times} such since it could be reached last; told whenever they have doubled. {Failure}")]
    public static partial void PublisherStillFails(this ILogger logger, string publisher, string eventId, Guid deadLetter, long times, string failure);

    [LoggerMessage(14, LogLevel.Error, "{Kind} '{Handler}' will not be attempted again on event '{EventId}': {Reason}; dead letter {DeadLetter}.")]
    public static partial void RetryAbandoned(this ILogger logger, string kind, string handler, string eventId, string reason, Guid deadLetter);

    [LoggerMessage(15, LogLevel.Error, "Handler '{Handler}' has not returned from event '{EventId}' in its time; its token is cancelled, and the attempt has failed. No other attempt with this event begins before it returns.")]
    public static partial void HandlerOverdue(this ILogger logger, string handler, string eventId);

    [LoggerMessage(16, LogLevel.Critical, "The dead letter of '{Handler}' on event '{EventId}', emission {Emission}, is lost: the store did not take it.")]
    public static partial void DeadLetterLost(this ILogger logger, Exception exception, string handler, string eventId, Guid emission);

    [LoggerMessage(18, LogLevel.Error, "Closing the store of dead letters failed.")]
    public static partial void DeadLetterStoreCloseFailed(this ILogger logger, Exception exception);

    [LoggerMessage(19, LogLevel.Error, "Dead letter {DeadLetter} cannot be replayed; it is kept.")]
    public static partial void ReplayImpossible(this ILogger logger, Exception exception, Guid deadLetter);

    [LoggerMessage(20, LogLevel.Error, "Closing publisher '{Publisher}' failed.")]
    public static partial void PublisherCloseFailed(this ILogger logger, Exception exception, string publisher);

    [LoggerMessage(21, LogLevel.Error, "Disposing a handler failed.")]
    public static partial void HandlerDisposeFailed(this ILogger logger, Exception exception);

    [LoggerMessage(22, LogLevel.Error, "What a handler registered with its cancellation token failed.")]
    public static partial void CancellationCallbackFailed(this ILogger logger, Exception exception);

    [LoggerMessage(23, LogLevel.Error, "Metadata source '{Source}' failed; the event is emitted without what it knows.")]
    public static partial void MetadataSourceFailed(this ILogger logger, Exception exception, string source);

    [LoggerMessage(24, LogLevel.Warning, "A handler has waited to emit '{EventId}' for {Patience:g} in which no worker took an event, so the full queue has accepted it above its capacity. Do handlers wait for one another, such as for a lock that one of them holds while it emits?")]
    public static partial void AdmittedAboveCapacity(this ILogger logger, string eventId, TimeSpan patience);

    [LoggerMessage(25, LogLevel.Error, "The time provider of the bus failed to time its stop, which goes on in real time.")]
    public static partial void DrainClockFailed(this ILogger logger, Exception exception);

    [LoggerMessage(26, LogLevel.Error, "The application's clock '{Clock}' has failed {Times} times so far; the system's is used in its place. Told whenever they have doubled.")]
    public static partial void ClockFailed(this ILogger logger, Exception exception, string clock, long times);

    [LoggerMessage(27, LogLevel.Error, "Disposing the services of a handler failed, after the handler itself had failed. The handler's own exception decides what becomes of the event.")]
    public static partial void ScopeDisposeFailed(this ILogger logger, Exception exception);

    [LoggerMessage(149, LogLevel.Error, "Closing the outbox failed. What it holds is delivered after the next start, or by another instance.")]
    public static partial void OutboxStopFailed(this ILogger logger, Exception exception);

    [LoggerMessage(28, LogLevel.Warning, "Event '{EventId}' is the {Length}th in a chain of events, each emitted by a handler of the one before; the last one before it is '{Cause}'. If nothing ends the chain, handlers queue events in a circle. {Times} such so far; told whenever they have doubled.")]
    public static partial void ChainIsLong(this ILogger logger, string eventId, int length, string cause, long times);

    [LoggerMessage(40, LogLevel.Error, "Starting publisher '{Publisher}' failed; the bus runs without receiving from it.")]
    public static partial void PublisherStartFailed(this ILogger logger, Exception exception, string publisher);

    [LoggerMessage(41, LogLevel.Error, "Publisher '{Publisher}' failed to stop receiving.")]
    public static partial void StopReceivingFailed(this ILogger logger, Exception exception, string publisher);

    [LoggerMessage(42, LogLevel.Warning, "Publisher '{Publisher}' received a message of {Bytes} bytes (event: {EventId}) that cannot be handled: {Reason} It becomes a dead letter, to be replayed or discarded. {Times} such so far; told whenever they have doubled.")]
    public static partial void MessageRejected(this ILogger logger, string publisher, int bytes, string eventId, string reason, long times);

    [LoggerMessage(43, LogLevel.Warning, "Publisher '{Publisher}' has lost {Count} messages so far; told whenever they have doubled. {Reason}")]
    public static partial void MessagesLost(this ILogger logger, string publisher, long count, string reason);

    [LoggerMessage(183, LogLevel.Information, "Publisher '{Publisher}' ignores messages of event '{EventId}', which no module of the bus declares: its UnknownEvents is Ignore. Told once for each event.")]
    public static partial void UnknownEventIgnored(this ILogger logger, string publisher, string eventId);

    [LoggerMessage(184, LogLevel.Information, "Publisher '{Publisher}' ignores messages of more than {Events} events that no module of the bus declares. No further one is named.")]
    public static partial void MoreUnknownEventsIgnored(this ILogger logger, string publisher, int events);

    [LoggerMessage(44, LogLevel.Error, "An observer of EventBus.MessageRejected failed on a message that publisher '{Publisher}' received.")]
    public static partial void RejectionObserverFailed(this ILogger logger, Exception exception, string publisher);

    [LoggerMessage(198, LogLevel.Warning, "Dead letters of messages from publisher '{Publisher}' that the store did not take: {Times} so far; told whenever they have doubled. Nothing is lost: the messages are delivered again.")]
    public static partial void DeadLettersNotStored(this ILogger logger, Exception exception, string publisher, long times);

    [LoggerMessage(45, LogLevel.Critical, "Of the messages that publisher '{Publisher}' rejected, {Times} dead letters so far are lost: the store did not take them. Told whenever they have doubled.")]
    public static partial void RejectedMessagesLost(this ILogger logger, Exception exception, string publisher, long times);

    [LoggerMessage(165, LogLevel.Warning, "Publisher '{Publisher}' cannot be reached; durable events wait for it in the outbox, and later events of their keys behind them unless PublisherRetry.WhileRetrying is Park. The last failure, of whichever event: {Failure}")]
    public static partial void PublisherUnreachable(this ILogger logger, string publisher, string failure);

    [LoggerMessage(199, LogLevel.Warning, "Handler '{Handler}' has lost its OutboxTransaction on event '{EventId}' ({EmissionId}) with the connection to the database. That uses up no attempt; the next one follows in {Delay:g}. {Failure}")]
    public static partial void TransactionLost(this ILogger logger, string handler, string eventId, Guid emissionId, TimeSpan delay, string failure);

    [LoggerMessage(166, LogLevel.Information, "Publisher '{Publisher}' is reached again after {Outage:g}; what waited for it in the outbox follows.")]
    public static partial void PublisherReached(this ILogger logger, string publisher, TimeSpan outage);

    [LoggerMessage(187, LogLevel.Information, "Publisher '{Publisher}' takes events again. Failed attempts meanwhile, at events that are not in an outbox: {Attempts}. Dead letters of them: {DeadLetters}.")]
    public static partial void PublisherTakesAgain(this ILogger logger, string publisher, long attempts, long deadLetters);

    [LoggerMessage(30, LogLevel.Warning, "An event bus was made on first use before the host started its own. What was emitted on it has not reached the host's publishers and outbox, and subscriptions made on it do not see the host's events: emit and subscribe after the host has started.")]
    public static partial void AmbientBusReplaced(this ILogger logger);
}
