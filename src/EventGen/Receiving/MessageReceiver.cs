using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>Where one publisher gives the bus what it receives. Thread safe.</summary>
public sealed class MessageReceiver
{
    private readonly string _publisher;
    private readonly MessageRouter _received;
    private readonly RejectedMessages _rejected;
    private readonly EventBusCounters _counters;

    // By reason: whoever sends bad input does not decide how long the log gets.
    private readonly LogThrottle _reported = new();

    private readonly UndeclaredEvents _undeclared;

    // Written by the transport, before it gives the bus messages or while it does.
    private volatile UnknownEventMode _unknownEvents;
    private volatile bool _redelivers = true;

    internal MessageReceiver(
        string publisher, MessageRouter received, RejectedMessages rejected, EventBusCounters counters, IReadOnlyList<EventDescriptor> events, ILogger logger, TimeProvider time, TimeSpan publisherDownLimit) =>
        (_publisher, _received, _rejected, _counters, _undeclared, Events, Logger, TimeProvider, PublisherDownLimit) = (publisher, received, rejected, counters, new UndeclaredEvents(publisher, logger), events, logger, time, publisherDownLimit);

    /// <summary>
    /// Identifies the bus among all that ever were. A publisher sends it along where its own messages come back to it, and
    /// passes over those that have it, each with <see cref="ReportOwn"/>.
    /// </summary>
    public string Origin => _received.Origin;

    /// <summary>
    /// The application's name, under which its instances share their work: <see cref="EventBusOptions.Source"/>, or the name of the program's assembly; <see langword="null"/> where neither is known.
    /// </summary>
    public string? Source => ApplicationName.Of(_received.Source);

    /// <summary>How long a transport may be without a connection, or not receive, before its health is <see cref="EventBusStatus.Unhealthy"/>: <see cref="EventBusOptions.PublisherDownLimit"/>.</summary>
    public TimeSpan PublisherDownLimit { get; }

    /// <summary>The events of the bus: a publisher that has a channel for each finds here which to receive.</summary>
    public IReadOnlyList<EventDescriptor> Events { get; }

    /// <summary>How large a message may be: what a publisher that reads messages itself gives to <see cref="EventMessage.TryParse"/>.</summary>
    /// <value>The defaults, with the bus's <see cref="EventBusOptions.MaxPayloadBytes"/>.</value>
    public EventMessageLimits Limits => _received.Limits;

    /// <summary>What happens to messages of events that no module of the bus declares. A transport sets it, when it starts, to what its own settings say.</summary>
    /// <value>Default: <see cref="UnknownEventMode.DeadLetter"/>.</value>
    public UnknownEventMode UnknownEvents
    {
        get => _unknownEvents;
        set => _unknownEvents = value;
    }

    /// <summary>
    /// Whether the other side delivers a message again whose result is not <see cref="ReceiveResult.IsSettled"/>. Where it does not, a dead letter that the store does not take is lost
    /// (<see cref="DeadLetters.Lost"/>). A transport sets it when it starts.
    /// </summary>
    /// <value>Default: true.</value>
    public bool Redelivers
    {
        get => _redelivers;
        set => _redelivers = value;
    }

    /// <summary>The bus's log.</summary>
    public ILogger Logger { get; }

    /// <summary>The bus's clock.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Reads a message as <see cref="EventMessage.TryParse"/> does and handles it; what cannot be read is rejected.</summary>
    /// <inheritdoc cref="ReceiveAsync(EventMessage, CancellationToken)"/>
    /// <param name="wire">UTF-8; it must not change afterwards.</param>
    /// <param name="cancellationToken">Cancels the wait for capacity in the queue. A message that the bus has taken is handled all the same.</param>
    public ValueTask<ReceiveResult> ReceiveAsync(ReadOnlyMemory<byte> wire, CancellationToken cancellationToken = default) =>
        EventMessage.TryParse(wire, out var message, out string? fault, Limits) ? ReceiveAsync(message, cancellationToken) : RejectAsync(fault, wire);

    /// <summary>Handles a message: it goes through the queue as an emitted event does, to every handler and subscriber, and to no publisher but those of
    /// <see cref="PublishToAttribute.OnReceive"/>.</summary>
    /// <remarks>
    /// <para>The call takes the message's place in the queue before it returns. So calls that are made one after the other keep
    /// their order, also while several have not completed. A full queue makes it wait, whatever
    /// <see cref="EventBusOptions.WhenQueueFull"/> says: a publisher bounds how many of its calls are open.</para>
    /// <para>The event keeps the id, timestamp and metadata of the message. Types come from the event's declaration alone;
    /// nothing that the message names is loaded.</para>
    /// <para>A message of an event that no module of the bus declares is rejected, or ignored where <see cref="UnknownEvents"/> says so.</para>
    /// <para>A message that the bus itself has passed on to another publisher, and that comes back, is settled without being handled again, and counted as <see cref="ReportOwn"/> does.</para>
    /// <para>What follows the <c>await</c> may run on the worker that handled the event, before it takes the next: like a handler,
    /// it does not block. The result is awaited once.</para>
    /// </remarks>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancels the wait for capacity in the queue. A message that the bus has taken is handled all the same.</param>
    /// <returns>
    /// Completes when the message has been dealt with; where that leaves dead letters, when their store has taken them. Bad input
    /// is a result, nothing is thrown for it.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">It was called by a handler of the same bus, which would wait for itself.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled before there was room.</exception>
    public ValueTask<ReceiveResult> ReceiveAsync(EventMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_received.IsOnOwnWorker)
            throw new InvalidOperationException("A handler gave its own bus a message to receive: it would wait for itself. Emit the event instead.");
        Telemetry.CountReceived(_publisher);
        if (MessageRoute.HasBus(message.Via, Origin))
        {
            ReportOwn();
            return new(new ReceiveResult(ReceiveStatus.Handled));   // where it has passed it on
        }

        var topic = _received.Find(message.EventId);
        if (topic is null && _unknownEvents == UnknownEventMode.Ignore) return new(Ignore(message));
        if (topic is { DurableTopic: not null }) return ReceiveDurableAsync(topic, message, cancellationToken);
        var acknowledgement = new MessageAcknowledgement(_publisher, _redelivers);
        return MessageRouter.TryRead(topic, message, _publisher, acknowledgement, out var queued) is { } fault ? RejectAsync(fault, message.Payload, message) : _received.HandleAsync(queued, acknowledgement, cancellationToken);
    }

    /// <summary>
    /// Rejects a message that cannot be handled: counted, logged without its content, raised as <see cref="EventBus.MessageRejected"/>,
    /// and kept as a dead letter.
    /// </summary>
    /// <remarks>Calls may be made at the same time; a publisher bounds how many are open, as it does for messages that it receives.</remarks>
    /// <param name="reason">What is wrong with it: a constant sentence, without anything of the content.</param>
    /// <param name="content">The message, as it came; it must not change afterwards. Of one over the limit nothing is kept but that it came.</param>
    /// <returns>Completes when the store of dead letters has taken the dead letter, or has failed to: then the message is not settled.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="reason"/> is <see langword="null"/>.</exception>
    public ValueTask<ReceiveResult> RejectAsync(string reason, ReadOnlyMemory<byte> content)
    {
        ArgumentNullException.ThrowIfNull(reason);
        Telemetry.CountReceived(_publisher);
        return RejectAsync(reason, content, message: null);
    }

    /// <summary>
    /// Rejects a message that can be read, but must not be handled, such as one that was delivered too often: as
    /// <see cref="RejectAsync(string, ReadOnlyMemory{byte})"/> does, and the dead letter names the event.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="reason">Why: a constant sentence, without anything of the content.</param>
    /// <returns>Completes when the store of dead letters has taken the dead letter, or has failed to: then the message is not settled.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> or <paramref name="reason"/> is <see langword="null"/>.</exception>
    public ValueTask<ReceiveResult> RejectAsync(EventMessage message, string reason)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(reason);
        Telemetry.CountReceived(_publisher);
        return RejectAsync(reason, message.Payload, message);
    }

    /// <summary>Reports messages that arrived and are lost, such as those that a full buffer had no room for: counted and logged.</summary>
    /// <param name="count">How many.</param>
    /// <param name="reason">Why: a constant sentence that says what to change.</param>
    public void ReportLost(int count, string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        _counters.CountDropped(count);
        Telemetry.CountLost(_publisher, count);
        if (_reported.IsDue(reason, count) is { } times) Logger.MessagesLost(_publisher, times, reason);
    }

    /// <summary>Reports a message that came back to the bus, or to the application, that had published it, and that the publisher passes over: counted.</summary>
    public void ReportOwn()
    {
        _counters.CountOwnMessage();
        Telemetry.CountOwnMessage(_publisher);
    }

    // Acknowledged once it is committed: from there on it is like an emitted one.
    private async ValueTask<ReceiveResult> ReceiveDurableAsync(EventTopic topic, EventMessage message, CancellationToken cancellationToken)
    {
        if (topic.ReadDurable(message, _publisher, out string? fault) is not { } delivery) return await RejectAsync(fault!, message.Payload, message).ConfigureAwait(false);
        try
        {
            await topic.CommitReceivedAsync(delivery, _publisher, cancellationToken).ConfigureAwait(false);
            return new ReceiveResult(ReceiveStatus.Handled);
        }
        catch (Exception exception) when (exception is OutboxUnavailableException or EventBusStoppedException)
        {
            return new ReceiveResult(ReceiveStatus.NotHandled, "The outbox did not accept it.");
        }
    }

    private ReceiveResult Ignore(EventMessage message)
    {
        _counters.CountIgnored();
        Telemetry.CountIgnored(_publisher);
        _undeclared.Ignored(message);
        return new ReceiveResult(ReceiveStatus.Ignored, UndeclaredEvents.Reason);
    }

    private async ValueTask<ReceiveResult> RejectAsync(string reason, ReadOnlyMemory<byte> content, EventMessage? message)
    {
        _counters.CountRejected();
        if (_reported.IsDue(reason) is { } times) Logger.MessageRejected(_publisher, content.Length, _received.EventIdOf(message) is { Length: > 0 } id ? id : "unknown", reason, times);
        return await _rejected.RejectAsync(_publisher, reason, content, message, _redelivers).ConfigureAwait(false)
            ? new ReceiveResult(ReceiveStatus.Rejected, reason)
            : new ReceiveResult(ReceiveStatus.NotHandled, MessageAcknowledgement.DeadLetterNotStored);
    }
}
