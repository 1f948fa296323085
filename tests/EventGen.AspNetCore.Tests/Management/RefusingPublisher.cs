namespace EventGen.AspNetCore.Tests.Management;

/// <summary>The publisher "board", which takes nothing.</summary>
internal sealed class RefusingPublisher : IEventPublisher
{
    public string Name => "board";

    public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken) => throw new InvalidOperationException("The board is full.");

    public ValueTask DisposeAsync() => default;
}
