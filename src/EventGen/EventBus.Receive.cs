namespace EventGen;

// What comes from other processes.
public sealed partial class EventBus
{
    // Completes when every transport has been started.
    private Task _transportsStarted = Task.CompletedTask;

    // Made by the first message; several threads may make it, and any of theirs will do.
    private Dictionary<string, EventEntry>? _eventsById;

    /// <summary>A publisher received a message that can never be handled.</summary>
    /// <remarks>Raised on the thread that received it. What an observer throws is logged.</remarks>
    public event EventHandler<MessageRejection>? MessageRejected;

    internal string Origin { get; } = Guid.NewGuid().ToString("N");

    internal ValueTask<ReceiveResult> ReceiveAsync(EventIntake intake, EventMessage message, CancellationToken cancellationToken)
    {
        if (Ambient.OnWorkerOf(this))
            throw new InvalidOperationException("A handler gave its own bus a message to receive: it would wait for itself. Emit the event instead.");
        if (!EventsById.TryGetValue(message.EventId, out var entry)) return new(intake.Reject("No module of the bus declares its event.", message.Payload));

        var reception = new Reception();
        if (entry.Definition.TopicOf(this).Unpack(message, reception, out var queued) is { } fault) return new(intake.Reject(fault, message.Payload));
        var admission = Queue.EnqueueReceivedAsync(queued, cancellationToken);
        return admission.IsCompletedSuccessfully ? reception.Settled : SettleAsync(admission, reception);
    }

    private static async ValueTask<ReceiveResult> SettleAsync(ValueTask admission, Reception reception)
    {
        try
        {
            await admission.ConfigureAwait(false);
        }
        catch (EventBusStoppedException)
        {
            return new ReceiveResult(ReceiveStatus.NotHandled, "The bus is stopping.");
        }

        return await reception.Settled.ConfigureAwait(false);
    }

    /// <summary>Tells every observer, whatever the others throw.</summary>
    internal void RaiseMessageRejected(MessageRejection rejection)
    {
        foreach (var observer in MessageRejected?.GetInvocationList() ?? [])
        {
            try
            {
                ((EventHandler<MessageRejection>)observer)(this, rejection);
            }
            catch (Exception exception)
            {
                Logger.RejectionObserverFailed(exception, rejection.Publisher);
            }
        }
    }

    private Dictionary<string, EventEntry> EventsById => _eventsById ??= _events.ToDictionary(static entry => entry.Id, StringComparer.Ordinal);

    // Without the starter's context, which is no business of what is received later.
    private void StartTransports()
    {
        PublisherSlot[] transports = [.. _publishers.Values.Where(static slot => slot.IsTransport)];
        if (transports.Length == 0) return;
        using (ExecutionContext.SuppressFlow())
            _transportsStarted = Task.Run(() => Task.WhenAll(transports.Select(slot => slot.StartAsync(this))), CancellationToken.None);
    }

    private async Task StopReceivingAsync()
    {
        await _transportsStarted.ConfigureAwait(false);
        await Task.WhenAll(_publishers.Values.Select(slot => slot.StopReceivingAsync(Logger, _drainEnd.Token))).ConfigureAwait(false);
    }
}
