namespace EventGen;

// What comes from other processes.
public sealed partial class EventBus
{
    // Completes when every transport has been started.
    private Task _transportsStarted = Task.CompletedTask;

    // Made by the first message; several threads may make it, and any of theirs will do.
    private Dictionary<string, EventRegistration>? _eventsById;

    /// <summary>A publisher received a message that cannot be handled. It becomes a dead letter.</summary>
    /// <remarks>Raised on the thread that received it. What an observer throws is logged.</remarks>
    public event EventHandler<MessageRejection>? MessageRejected;

    internal string Origin { get; } = Guid.NewGuid().ToString("N");

    internal EventMessageLimits MessageLimits { get; }

    internal bool HasEvent(string eventId) => EventsById.ContainsKey(eventId);

    /// <summary>Makes an event of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="acknowledgement">Told when the event has been dealt with.</param>
    /// <param name="queued">The event.</param>
    /// <returns>What is wrong with the message; <see langword="null"/> for nothing.</returns>
    internal string? TryRead(EventMessage message, MessageAcknowledgement acknowledgement, out QueuedEvent queued)
    {
        if (EventsById.TryGetValue(message.EventId, out var entry)) return entry.Definition.TopicOf(this).TryRead(message, acknowledgement, out queued);
        queued = default;
        return "No module of the bus declares its event.";
    }

    /// <summary>Puts the event of a message through the queue, and waits until it has been dealt with.</summary>
    internal ValueTask<ReceiveResult> HandleAsync(in QueuedEvent queued, MessageAcknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        var admission = Queue.EnqueueReceivedAsync(queued, cancellationToken);
        return admission.IsCompletedSuccessfully ? acknowledgement.Settled : SettleAsync(admission, acknowledgement);
    }

    private static async ValueTask<ReceiveResult> SettleAsync(ValueTask admission, MessageAcknowledgement acknowledgement)
    {
        try
        {
            await admission.ConfigureAwait(false);
        }
        catch (EventBusStoppedException)
        {
            return new ReceiveResult(ReceiveStatus.NotHandled, "The bus is stopping.");
        }

        return await acknowledgement.Settled.ConfigureAwait(false);
    }

    /// <summary>Tells every observer, whatever the others throw.</summary>
    internal void RaiseMessageRejected(MessageRejection rejection)
    {
        foreach (var observer in MessageRejected?.GetInvocationList() ?? [])
        {
            try
            {
                using (ForeignCallScope.Enter(_options.MaxEmitDepth)) ((EventHandler<MessageRejection>)observer)(this, rejection);
            }
            catch (Exception exception)
            {
                Logger.RejectionObserverFailed(exception, rejection.Publisher);
            }
        }
    }

    private Dictionary<string, EventRegistration> EventsById => _eventsById ??= _events.ToDictionary(static entry => entry.Id, StringComparer.Ordinal);

    // Without the starter's context, which is no business of what is received later.
    private void StartTransports()
    {
        PublisherSlot[] transports = [.. _publishers.Values.Where(static slot => slot.IsTransport)];
        if (transports.Length == 0) return;
        using (ExecutionContext.SuppressFlow())
            _transportsStarted = Task.WhenAll(transports.Select(slot => slot.Start(this)));
    }

    // Completes when every transport has been asked, or has taken too long to answer; the task inside, when all have ended receiving.
    private async Task<Task> StopReceivingAsync(StopSteps steps)
    {
        PublisherSlot[] transports = [.. _publishers.Values.Where(static slot => slot.IsTransport)];
        if (transports.Length == 0) return Task.CompletedTask;
        var asked = transports.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        Task[] ended = [.. transports.Select((slot, i) => steps.Begin($"publisher '{slot.Name}' to stop receiving", () => StopReceivingAsync(slot, asked[i])))];
        var longest = _drainTimeout != Timeout.InfiniteTimeSpan && _drainTimeout < s_grace ? _drainTimeout : s_grace;
        await WaitOrGiveUpAsync(Task.WhenAll(asked.Select(static one => one.Task)), longest, _drainEnd.Token).ConfigureAwait(false);
        return Task.WhenAll(ended);
    }

    private async Task StopReceivingAsync(PublisherSlot slot, TaskCompletionSource asked)
    {
        if (!slot.Started.IsCompleted) asked.SetResult();   // it is asked when it has started
        await slot.Started.ConfigureAwait(false);
        var stopping = slot.StopReceivingAsync(Logger, _receivingEnd.Token);
        asked.TrySetResult();
        await stopping.ConfigureAwait(false);
    }
}
