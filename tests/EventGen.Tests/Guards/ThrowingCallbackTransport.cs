namespace EventGen.Tests.Guards;

/// <summary>A transport that stops receiving only when its token is cancelled, and throws in the callback of that cancellation.</summary>
internal sealed class ThrowingCallbackTransport : IEventTransport
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "first";

    /// <summary>Completes when the bus has asked it to stop receiving.</summary>
    public Task Asked => Deadline.WithinAsync(_asked.Task, "the bus to ask");

    public ValueTask StartAsync(MessageReceiver receiver, CancellationToken ct) => default;

    public ValueTask StopReceivingAsync(CancellationToken ct)
    {
        ct.Register(static () => throw new HostileException());
        _asked.TrySetResult();
        return new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, ct));
    }

    public ValueTask PublishAsync(EventMessage message, CancellationToken ct) => default;

    public ValueTask DisposeAsync() => default;
}
