using System.Collections.Concurrent;
using System.Numerics;
using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>Where one publisher gives the bus what it receives. Thread safe.</summary>
public sealed class EventIntake
{
    private readonly EventBus _bus;
    private readonly string _publisher;

    // How often each reason has been reported; reasons are sentences of code, so there are few.
    private readonly ConcurrentDictionary<string, long> _reported = new(StringComparer.Ordinal);

    internal EventIntake(EventBus bus, string publisher) => (_bus, _publisher) = (bus, publisher);

    /// <summary>
    /// Identifies the bus among all that ever were. A publisher sends it along where its own messages come back to it, and
    /// passes over those that have it.
    /// </summary>
    public string Origin => _bus.Origin;

    /// <summary>The application's name, <see cref="EventBusOptions.Source"/>: instances of one application share their work under it.</summary>
    public string? Source => _bus.Metadata.Source;

    /// <summary>The bus's log.</summary>
    public ILogger Logger => _bus.Logger;

    /// <summary>The bus's clock.</summary>
    public TimeProvider TimeProvider => _bus.Time;

    /// <summary>Reads a message as <see cref="EventMessage.TryParse"/> does and handles it; what cannot be read is rejected.</summary>
    /// <inheritdoc cref="ReceiveAsync(EventMessage, CancellationToken)"/>
    /// <param name="wire">UTF-8; it must not change afterwards.</param>
    /// <param name="ct">Gives up waiting for room in the queue.</param>
    public ValueTask<ReceiveResult> ReceiveAsync(ReadOnlyMemory<byte> wire, CancellationToken ct = default) =>
        EventMessage.TryParse(wire, out var message, out string? fault) ? ReceiveAsync(message, ct) : new(Reject(fault, wire));

    /// <summary>Handles a message: it goes through the queue as an emitted event does, to every handler and subscriber, and to no publisher.</summary>
    /// <remarks>
    /// <para>The call takes the message's place in the queue before it returns. So calls that are made one after the other keep
    /// their order, also while several have not completed. A full queue makes it wait, whatever
    /// <see cref="EventBusOptions.WhenQueueFull"/> says: a publisher bounds how many of its calls are open.</para>
    /// <para>The event keeps the id, timestamp and metadata of the message. Types come from the event's declaration alone;
    /// nothing that the message names is loaded.</para>
    /// <para>What follows the <c>await</c> may run on the worker that handled the event, before it takes the next: like a handler,
    /// it does not block. The result is awaited once.</para>
    /// </remarks>
    /// <param name="message">The message.</param>
    /// <param name="ct">Gives up waiting for room in the queue. Once taken, the event is handled whatever becomes of the token.</param>
    /// <returns>Completes when the message has been dealt with. Bad input is a result, nothing is thrown for it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">It was called by a handler of the same bus, which would wait for itself.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled before there was room.</exception>
    public ValueTask<ReceiveResult> ReceiveAsync(EventMessage message, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _bus.ReceiveAsync(this, message, ct);
    }

    /// <summary>Reports a message that can never be handled: counted, logged without its content, raised as <see cref="EventBus.MessageRejected"/>.</summary>
    /// <param name="reason">What is wrong with it: a constant sentence, without anything of the content.</param>
    /// <param name="content">The message, as it came.</param>
    public ReceiveResult Reject(string reason, ReadOnlyMemory<byte> content)
    {
        ArgumentNullException.ThrowIfNull(reason);
        _bus.Counters.CountRejected();
        if (IsDueForLog(reason, 1) is { } times) _bus.Logger.MessageRejected(_publisher, content.Length, reason, times);
        _bus.RaiseMessageRejected(new MessageRejection(_publisher, reason, content));
        return new ReceiveResult(ReceiveStatus.Rejected, reason);
    }

    /// <summary>Reports messages that arrived and are lost, such as those that a full buffer had no room for: counted and logged.</summary>
    /// <param name="count">How many.</param>
    /// <param name="reason">Why: a constant sentence that says what to change.</param>
    public void ReportLost(int count, string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        _bus.Counters.CountDropped(count);
        if (IsDueForLog(reason, count) is { } times) _bus.Logger.MessagesLost(_publisher, times, reason);
    }

    // Whoever sends bad input does not decide how long the log gets: it tells of the first, and whenever there are twice as many.
    private long? IsDueForLog(string reason, int count)
    {
        long total = _reported.AddOrUpdate(reason, count, (_, before) => before + count);
        return BitOperations.Log2((ulong)total) > BitOperations.Log2((ulong)(total - count)) || total == count ? total : null;
    }
}
