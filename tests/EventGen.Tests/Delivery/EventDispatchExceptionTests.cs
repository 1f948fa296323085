namespace EventGen.Tests.Delivery;

public sealed class EventDispatchExceptionTests
{
    [Fact]
    public async Task OneFailure_IsNamedInTheMessage()
    {
        await using var bus = TestBus.Create();
        var failure = new InvalidOperationException("broken");
        bus.Topic<Ping>().Subscribe(new Action<Ping>(_ => throw failure));
        var payload = new Ping();

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => bus.Topic<Ping>().InvokeAsync(payload).AsTask());

        var failed = Assert.Single(thrown.Failures);
        Assert.Same(failure, failed.Exception);
        Assert.Same(failure, thrown.InnerException);
        Assert.Same(payload, failed.Payload);
        Assert.Contains(failed.ToString(), thrown.Message, StringComparison.Ordinal);
        Assert.Contains("'ping'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralFailures_AreAllNamed_InTheOrderOfTheHandlers()
    {
        await using var bus = TestBus.Create(publishers: [new FailingPublisher("second")]);
        bus.Topic<TwoPublishersEvent>().Subscribe(FailFirst);
        bus.Topic<TwoPublishersEvent>().Subscribe(FailLaterAsync);

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => bus.Topic<TwoPublishersEvent>().InvokeAsync(new TwoPublishersEvent(1)).AsTask());

        string[] names = [$"{typeof(EventDispatchExceptionTests).FullName}.{nameof(FailFirst)}", $"{typeof(EventDispatchExceptionTests).FullName}.{nameof(FailLaterAsync)}", "second"];
        Assert.Equal(names, thrown.Failures.Select(static failure => failure.Handler));
        Assert.Equal(["first", "later", "second is down"], thrown.InnerExceptions.Select(static exception => exception.Message));
        Assert.Equal([false, false, true], thrown.Failures.Select(static failure => failure.IsPublisher));
        Assert.All(names, name => Assert.Contains(name, thrown.Message, StringComparison.Ordinal));
        Assert.Contains("'two.publishers'", thrown.Message, StringComparison.Ordinal);
    }

    private static void FailFirst(TwoPublishersEvent e) => throw new InvalidOperationException("first");

    private static async Task FailLaterAsync(TwoPublishersEvent e)
    {
        await Task.Yield();
        throw new InvalidOperationException("later");
    }
}
