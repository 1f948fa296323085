namespace EventGen.Tests.Lifetime;

/// <inheritdoc/>
internal sealed class HangingTransport(string name) : HangingPublisher(name), IEventTransport
{
    public Func<Task> OnStart { get; init; } = static () => Task.CompletedTask;

    public Func<Task> OnStopReceiving { get; init; } = static () => Task.CompletedTask;

    public async ValueTask StartAsync(MessageReceiver receiver, CancellationToken ct) => await OnStart();

    public async ValueTask StopReceivingAsync(CancellationToken ct) => await OnStopReceiving();
}
