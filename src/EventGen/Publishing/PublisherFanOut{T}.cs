using System.Text.Json;
using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Sends one event to each of its publishers, in order, each isolated from the others. Thread safe.</summary>
internal sealed class PublisherFanOut<T>
{
    private readonly EventDefinition<T> _definition;
    private readonly (string Name, PublisherSlot? Slot)[] _publishers;

    public PublisherFanOut(EventBus bus, EventDefinition<T> definition)
    {
        _definition = definition;
        _publishers = [.. definition.Descriptor.Publishers.Select(name => (name, bus.FindPublisher(name)))];
    }

    /// <summary>The names that no publisher of the bus answers to.</summary>
    public IEnumerable<string> Missing => _publishers.Where(static publisher => publisher.Slot is null).Select(static publisher => publisher.Name);

    public async ValueTask PublishAsync(T payload, EventContext context, Action<HandlerFailure> failed, CancellationToken cancellationToken)
    {
        EventMessage? message = null;
        foreach (var (name, slot) in _publishers)
        {
            try
            {
                if (slot is null) throw MissingPublisher(name);
                message ??= Write(payload, context);
                await slot.PublishAsync(message, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                failed(new HandlerFailure(_definition.Descriptor.Id, name, exception, payload!, context, isPublisher: true));
            }
        }
    }

    private EventMessage Write(T payload, EventContext context)
    {
        var json = _definition.Json ?? throw new InvalidOperationException(
            $"Event '{context.EventId}' has no JSON contract. List it in a JsonSerializerContext: [JsonSerializable(typeof({typeof(T).Name}))].");
        return new EventMessage
        {
            Id = context.Id,
            EventId = context.EventId,
            Payload = JsonSerializer.SerializeToUtf8Bytes(payload, json()),
            Metadata = context.Metadata,
            Timestamp = context.Timestamp,
            Key = _definition.Key?.Invoke(payload).ToString(),
            TraceParent = context.Trace.Parent,
            TraceState = context.Trace.State,
        };
    }

    private InvalidOperationException MissingPublisher(string name) => new(
        $"Event '{_definition.Descriptor.Id}' is published to '{name}', but the bus has no publisher of that name. Add one with AddPublisher.");
}
