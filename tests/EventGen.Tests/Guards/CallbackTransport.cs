namespace EventGen.Tests.Guards;

/// <summary>A transport that takes its time to stop receiving, and throws when it is told to hurry.</summary>
internal sealed class CallbackTransport : IEventTransport
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "first";

    /// <summary>Completes when the bus has asked it to stop receiving.</summary>
    public Task Asked => Deadline.WithinAsync(_asked.Task, "the bus to ask");

    public ValueTask StartAsync(MessageReceiver intake, CancellationToken ct) => default;

    public ValueTask StopReceivingAsync(CancellationToken ct)
    {
        ct.Register(static () => throw new HostileException());
        _asked.TrySetResult();
        return new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, ct));
    }

    public ValueTask PublishAsync(EventMessage message, CancellationToken ct) => default;

    public ValueTask DisposeAsync() => default;
}
