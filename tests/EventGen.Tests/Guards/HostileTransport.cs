namespace EventGen.Tests.Guards;

/// <summary>A transport that throws in one of its calls.</summary>
internal sealed class HostileTransport(string throws) : IEventTransport, IEventPublisherHealth
{
    public string Name => "first";

    public PublisherHealth Health
    {
        get
        {
            ThrowIn(nameof(Health));
            return new PublisherHealth(Name, EventBusStatus.Healthy, null);
        }
    }

    public ValueTask StartAsync(MessageReceiver receiver, CancellationToken ct)
    {
        ThrowIn(nameof(StartAsync));
        return default;
    }

    public ValueTask StopReceivingAsync(CancellationToken ct)
    {
        ThrowIn(nameof(StopReceivingAsync));
        return default;
    }

    public ValueTask PublishAsync(EventMessage message, CancellationToken ct)
    {
        ThrowIn(nameof(PublishAsync));
        return throws == "PublishAsync, later" ? ValueTask.FromException(new HostileException()) : default;
    }

    public ValueTask DisposeAsync()
    {
        ThrowIn(nameof(DisposeAsync));
        return default;
    }

    private void ThrowIn(string call)
    {
        if (call == throws) throw new HostileException();
    }
}
