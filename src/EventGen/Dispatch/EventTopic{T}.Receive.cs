namespace EventGen;

// The way of an event that another process emitted.
public sealed partial class EventTopic<T>
{
    // Made by the first message; several threads may make it, and any of theirs will do.
    private PayloadReader<T>? _payloads;

    internal override string? Unpack(EventMessage message, Reception reception, out QueuedEvent queued)
    {
        queued = default;
        _payloads ??= new PayloadReader<T>(_definition);
        if (!_payloads.TryRead(message.Payload, out var payload, out string? fault)) return fault;

        ulong lane;
        try
        {
            lane = LaneOf(payload);
        }
        catch (Exception)
        {
            return "Its key cannot be read.";   // by the user's property
        }

        var context = new EventContext(
            Bus, Descriptor.Id, message.Id, message.Timestamp, message.Metadata, new TraceContext(message.TraceParent, message.TraceState));
        queued = new QueuedEvent(this, new QueuedPayload<T>(payload, context, null) { Reception = reception }, lane, synchronousDone: false);
        return null;
    }

    internal override void Abandon(in QueuedEvent queued) =>
        (queued.Item as QueuedPayload<T>)?.Reception?.Abandon("The queue has dropped it, or the bus has stopped.");

    // The one place where a received message is settled: when handlers and subscribers are done with it, whatever has become of
    // those that failed. What was received is never published again.
    private async ValueTask RunReceivedAsync(QueuedPayload<T> received)
    {
        using var activity = received.Context!.Trace.StartProcessing(Descriptor.Id, received.Context.Id);
        try
        {
            await RunQueuedAsync(received.Payload, received.Context, null, _subscribers, Needs & ~TopicNeeds.Publishers, synchronousDone: false)
                .ConfigureAwait(false);

            // Handlers whose token was cancelled have not done their work: somebody else should.
            if (Bus.Stopping.IsCancellationRequested) received.Reception!.Abandon("The bus gave up draining while it was handled.");
            else received.Reception!.Complete();
        }
        finally
        {
            received.Reception!.Abandon("A worker could not run it.");   // does nothing once it is complete
        }
    }
}
