namespace EventGen.Hosting.Tests.Support;

/// <summary>A publisher that takes for ever to be closed.</summary>
internal sealed class EndlessPublisher(string name) : IEventPublisher
{
    public string Name => name;

    public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken) => default;

    public async ValueTask DisposeAsync() => await Task.Delay(Timeout.Infinite);
}
