using System.Text.Json;

namespace EventGen;

// The way of a dead letter back to what failed on it.
public sealed partial class EventTopic<T>
{
    /// <inheritdoc/>
    internal override Task<bool> ReplayAsync(DeadLetter letter)
    {
        var payload = PayloadOf(letter);
        var target = FindTarget(letter) ?? throw new InvalidOperationException(
            $"Event '{Descriptor.Id}' has no {(letter.Kind == DeadLetterKind.Publisher ? "publisher" : "handler")} '{letter.Handler}' any more. Add it again, or discard the letter.");

        if (!TryReadKey(payload, out var key))
        {
            throw new InvalidOperationException(
                $"The key of dead letter {letter.Id} cannot be read from its payload. Mend the property marked [EventKey] of {typeof(T).Name}, or discard the letter.");
        }

        var context = new EventContext(Bus, Descriptor.Id, letter.EmissionId, letter.Timestamp, letter.Metadata, default, Emitted(key));
        var outcome = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var delivery = new FailedDelivery<T>(_failures, target, payload, context, letter.Id, key.Lane, inLane: false) { Replay = outcome };
        delivery.Continue(letter);
        if (!Bus.Queue.Readmit(delivery.ToQueue())) throw new EventBusStoppedException(Descriptor.Id);
        return outcome.Task;
    }

    private T PayloadOf(DeadLetter letter)
    {
        if (letter.Payload is T payload) return payload;
        if (letter.Json.IsEmpty || _definition.Json is not { } json)
            throw new InvalidOperationException($"The payload of dead letter {letter.Id} is not kept: list {typeof(T).Name} in a JsonSerializerContext.");
        try
        {
            return JsonSerializer.Deserialize(letter.Json.Span, json()) ?? throw new JsonException("It is null.");
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"The payload of dead letter {letter.Id} cannot be read as {typeof(T).Name}.", exception);
        }
    }

    private IDeliveryTarget<T>? FindTarget(DeadLetter letter)
    {
        if (letter.Kind == DeadLetterKind.Publisher) return _publishers.Find(letter.Handler);
        int index = Array.FindIndex(_table.Handlers, handler => handler.Name == letter.Handler);
        if (index >= 0) return _table.Target(index);

        foreach (var entry in _subscribers.Entries)
        {
            if (!entry.Subscription.IsGone && entry.Subscription.Name == letter.Handler) return entry.Subscription;
        }

        return null;
    }
}
