namespace EventGen.Redis.Tests.Conformance;

/// <summary>A transport that cannot publish.</summary>
internal sealed class DownTransport : IEventTransport
{
    public string Name => Parcel.Wire;

    public ValueTask StartAsync(MessageReceiver receiver, CancellationToken ct) => default;

    public ValueTask StopReceivingAsync(CancellationToken ct) => default;

    public ValueTask PublishAsync(EventMessage message, CancellationToken ct) => throw new IOException("The line is down.");

    public ValueTask DisposeAsync() => default;
}
