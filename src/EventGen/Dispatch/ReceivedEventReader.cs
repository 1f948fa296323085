using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Makes queued events of one topic from messages of other processes. Thread safe.</summary>
internal sealed class ReceivedEventReader<T>(EventDefinition<T> definition, TopicParts<T> parts)
{
    private readonly PayloadReader<T> _payloads = new(definition, parts.Failures.Protection);

    /// <summary>Reads a received message and puts it into an envelope for a worker.</summary>
    /// <param name="message">The message.</param>
    /// <param name="publisher">Who has received it.</param>
    /// <param name="acknowledgement">Told when the event has been dealt with.</param>
    /// <param name="queued">The event.</param>
    /// <returns>Why it can never be handled; <see langword="null"/> when it can.</returns>
    public string? TryRead(EventMessage message, string publisher, IAcknowledgement acknowledgement, out QueuedEvent queued)
    {
        queued = default;
        if (definition.Descriptor.IsDurable && message.Id == Guid.Empty) return DurableTopic.NoId;
        if (!_payloads.TryRead(message.Payload, message.Version, out var payload, out string? fault)) return fault;
        if (!parts.Contexts.TryReadKey(payload, out var key)) return "Its key cannot be read.";

        var trace = TraceContext.Parse(message.TraceParent, message.TraceState, isRemote: true);
        var context = parts.Contexts.Restore(message.Id, message.Timestamp, message.Metadata, trace, key, acknowledgement, parts.Publishers.WayOf(message, publisher));
        queued = parts.Queued.All(payload, context, key.Partition);
        return null;
    }
}
