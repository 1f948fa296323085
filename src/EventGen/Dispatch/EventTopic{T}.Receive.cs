using System.Diagnostics;

namespace EventGen;

// The way of an event that another process emitted.
public sealed partial class EventTopic<T>
{
    // Made by the first message; several threads may make it, and any of theirs will do.
    private PayloadReader<T>? _payloads;

    internal override string? TryRead(EventMessage message, IAcknowledgement acknowledgement, out QueuedEvent queued)
    {
        queued = default;
        _payloads ??= new PayloadReader<T>(_definition);
        if (!_payloads.TryRead(message.Payload, out var payload, out string? fault)) return fault;

        if (!TryReadKey(payload, out var key)) return "Its key cannot be read.";

        var trace = TraceContext.Parse(message.TraceParent, message.TraceState, isRemote: true);
        var context = Bus.Contexts.Restore(Descriptor.Id, message.Id, message.Timestamp, message.Metadata, trace, Emitted(key), acknowledgement);
        queued = new QueuedEvent(this, TakeEnvelope().Fill(payload, context, null, null), key.Partition, QueuedPart.All);
        return null;
    }

    internal override IAcknowledgement? AcknowledgementOf(in QueuedEvent queued) => (queued.Item as EventEnvelope)?.Context?.MessageAcknowledgement;

    // What was received is never published again.
    private async ValueTask RunReceivedAsync(T payload, EventContext context, SubscriberTable<T> subscribers, IAcknowledgement acknowledgement, ulong partition)
    {
        // Where nobody records spans, what handlers call belongs to the sender's trace all the same. Else each handler's span continues it.
        var outer = Activity.Current;
        var activity = Telemetry.IsTraced ? null : GuardedActivity.Start(() => TraceContext.Continue($"process {Descriptor.Id}", context.Trace));
        try
        {
            await RunQueuedAsync(payload, context, null, subscribers, Needs & ~DispatchFlags.Publishers, synchronousDone: false, partition)
                .ConfigureAwait(false);

            // Handlers whose token was cancelled have not done their work: somebody else should.
            if (Bus.Stopping.IsCancellationRequested) acknowledgement.Abandon("The bus gave up draining while it was handled.");
            acknowledgement.Release();
        }
        catch (Exception)
        {
            acknowledgement.Abandon("A worker could not run it.");
            throw;
        }
        finally
        {
            GuardedActivity.Stop(activity, outer);
        }
    }
}
