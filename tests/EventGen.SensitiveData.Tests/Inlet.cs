namespace EventGen.SensitiveData.Tests;

/// <summary>A transport without a broker.</summary>
internal sealed class Inlet : IEventTransport
{
    public string Name => "board";

    public MessageReceiver Receiver { get; private set; } = null!;

    public List<EventMessage> Published { get; } = [];

    public ValueTask StartAsync(MessageReceiver receiver, CancellationToken cancellationToken)
    {
        Receiver = receiver;
        return default;
    }

    public ValueTask StopReceivingAsync(CancellationToken cancellationToken) => default;

    public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
    {
        lock (Published) Published.Add(message);
        return default;
    }

    public ValueTask DisposeAsync() => default;
}
