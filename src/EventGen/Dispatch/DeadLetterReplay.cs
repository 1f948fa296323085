using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Brings the dead letters of one topic back to what failed on them. Thread safe.</summary>
internal sealed class DeadLetterReplay<T>(EventQueue queue, EventDefinition<T> definition, TopicParts<T> parts)
{
    /// <summary>Has a dead letter's handler or publisher attempt its event once more, on a worker.</summary>
    /// <inheritdoc cref="EventTopic.ReplayAsync"/>
    public Task<bool> ReplayAsync(DeadLetter.Delivery deadLetter)
    {
        var payload = PayloadOf(deadLetter);
        var target = FindTarget(deadLetter) ?? throw new DeadLetterReplayException(
            $"Event '{definition.Descriptor.Id}' has no {(deadLetter.IsPublisher ? "publisher" : "handler")} '{deadLetter.Target}' any more. Add it again, or discard the dead letter.");

        if (!parts.Contexts.TryReadKey(payload, out var key))
        {
            throw new DeadLetterReplayException(
                $"The key of dead letter {deadLetter.Id} cannot be read from its payload. Mend the property marked [EventKey] of {typeof(T).Name}, or discard the dead letter.");
        }

        var trace = TraceContext.Parse(deadLetter.TraceParent, deadLetter.TraceState, isRemote: false);
        var context = parts.Contexts.Restore(deadLetter.EmissionId, deadLetter.Timestamp, deadLetter.Metadata, trace, key, acknowledgement: null, deadLetter.Via);
        var outcome = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var delivery = new FailedDelivery<T>(parts.Failures, target, payload, context, deadLetter.Id, key.Partition, inPartition: false) { Replay = outcome };
        delivery.Continue(deadLetter.Attempts, deadLetter.FirstFailure);
        if (!queue.Readmit(delivery.ToQueue())) throw new EventBusStoppedException(definition.Descriptor.Id);
        return outcome.Task;
    }

    private T PayloadOf(DeadLetter.Delivery deadLetter)
    {
        if (deadLetter.Payload is T payload) return payload;
        if (deadLetter.Json.IsEmpty || definition.Json is null)
            throw new DeadLetterReplayException($"The payload of dead letter {deadLetter.Id} is not kept: list {typeof(T).Name} in a JsonSerializerContext.");

        // As strictly as everything else that is stored: a part that may not be null and is would fail the handler, or get past it.
        return new PayloadReader<T>(definition, parts.Failures.Protection).TryRead(deadLetter.Json, deadLetter.Version, out var read, out string? fault)
            ? read
            : throw new DeadLetterReplayException($"Dead letter {deadLetter.Id} cannot be read as {typeof(T).Name}. {fault}");
    }

    private IDeliveryTarget<T>? FindTarget(DeadLetter.Delivery deadLetter) => deadLetter.IsPublisher
        ? parts.Publishers.Find(deadLetter.Target)
        : parts.Handlers.Targets.Find(deadLetter.Target) ?? parts.Subscribers.Current.Find(deadLetter.Target);
}
