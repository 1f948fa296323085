using System.Text.Json;

namespace EventGen.Outbox.Conformance;

/// <summary>A transport that receives what a test gives it.</summary>
internal sealed class Inlet : IEventTransport
{
    private readonly TaskCompletionSource<MessageReceiver> _receiver = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "inlet";

    public Task<ReceiveResult> ReceiveAsync(Posted e, Guid id) => ReceiveAsync(JsonSerializer.SerializeToUtf8Bytes(e, BusJson.Default.Posted), id);

    public async Task<ReceiveResult> ReceiveAsync(byte[] payload, Guid id)
    {
        var message = new EventMessage
        {
            Id = id,
            EventId = "test.posted",
            Payload = payload,
            Metadata = EventMetadata.Empty,
            Timestamp = DateTimeOffset.UtcNow,
        };
        return await (await _receiver.Task).ReceiveAsync(message);
    }

    public ValueTask StartAsync(MessageReceiver receiver, CancellationToken cancellationToken)
    {
        _receiver.SetResult(receiver);
        return default;
    }

    public ValueTask StopReceivingAsync(CancellationToken cancellationToken) => default;

    public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync() => default;
}
