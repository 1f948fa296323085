namespace EventGen.Hosting.Tests.Shop;

/// <summary>A publisher whose disposal throws.</summary>
internal sealed class UnendingPublisher(string name) : IEventPublisher
{
    public string Name => name;

    public ValueTask PublishAsync(EventMessage message, CancellationToken ct) => default;

    public ValueTask DisposeAsync() => throw new InvalidOperationException("cannot end");
}
