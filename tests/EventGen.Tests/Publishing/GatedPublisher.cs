namespace EventGen.Tests.Publishing;

/// <summary>A publisher that stands at a gate.</summary>
internal sealed class GatedPublisher(string name, AsyncGate gate) : IEventPublisher
{
    public string Name { get; } = name;

    public async ValueTask PublishAsync(EventMessage message, CancellationToken ct) => await gate.PassAsync(ct);

    public ValueTask DisposeAsync() => default;
}
