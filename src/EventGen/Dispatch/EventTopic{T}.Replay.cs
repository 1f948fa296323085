using System.Text.Json;

namespace EventGen;

// The way of a dead letter back to what failed on it.
public sealed partial class EventTopic<T>
{
    /// <inheritdoc/>
    internal override Task<bool> ReplayAsync(DeadLetter.Delivery deadLetter)
    {
        var payload = PayloadOf(deadLetter);
        var target = FindTarget(deadLetter) ?? throw new InvalidOperationException(
            $"Event '{Descriptor.Id}' has no {(deadLetter.IsPublisher ? "publisher" : "handler")} '{deadLetter.Target}' any more. Add it again, or discard the dead letter.");

        if (!TryReadKey(payload, out var key))
        {
            throw new InvalidOperationException(
                $"The key of dead letter {deadLetter.Id} cannot be read from its payload. Mend the property marked [EventKey] of {typeof(T).Name}, or discard the dead letter.");
        }

        var trace = TraceContext.Parse(deadLetter.TraceParent, deadLetter.TraceState, isRemote: false);
        var context = Bus.Contexts.Restore(Descriptor.Id, deadLetter.EmissionId, deadLetter.Timestamp, deadLetter.Metadata, trace, Emitted(key));
        var outcome = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var delivery = new FailedDelivery<T>(_failures, target, payload, context, deadLetter.Id, key.Partition, inPartition: false) { Replay = outcome };
        delivery.Continue(deadLetter);
        if (!Bus.Queue.Readmit(delivery.ToQueue())) throw new EventBusStoppedException(Descriptor.Id);
        return outcome.Task;
    }

    private T PayloadOf(DeadLetter.Delivery deadLetter)
    {
        if (deadLetter.Payload is T payload) return payload;
        if (deadLetter.Json.IsEmpty || _definition.Json is not { } json)
            throw new InvalidOperationException($"The payload of dead letter {deadLetter.Id} is not kept: list {typeof(T).Name} in a JsonSerializerContext.");
        try
        {
            return JsonSerializer.Deserialize(deadLetter.Json.Span, json()) ?? throw new JsonException("It is null.");
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"The payload of dead letter {deadLetter.Id} cannot be read as {typeof(T).Name}.", exception);
        }
    }

    private IDeliveryTarget<T>? FindTarget(DeadLetter.Delivery deadLetter)
    {
        if (deadLetter.IsPublisher) return _publishers.Find(deadLetter.Target);
        int index = Array.FindIndex(_table.Handlers, handler => handler.Name == deadLetter.Target);
        if (index >= 0) return _table.Target(index);

        foreach (var entry in _subscribers.Entries)
        {
            if (!entry.Subscription.HasEnded && entry.Subscription.Name == deadLetter.Target) return entry.Subscription;
        }

        return null;
    }
}
