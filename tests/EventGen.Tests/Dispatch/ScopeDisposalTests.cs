using Microsoft.Extensions.DependencyInjection;

namespace EventGen.Tests.Dispatch;

/// <summary>What becomes of services and handlers whose disposal throws.</summary>
public sealed class ScopeDisposalTests
{
    private readonly RecordingLogger _log = new();

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task HandlerThatFailed_IsJudgedByItsOwnException_AndTheOtherIsLogged(EmitCall call)
    {
        await using var services = Services();
        await using var bus = await StartAsync(services);
        var cause = new TimeoutException("the cause");

        await bus.Topic<FailingDisposalEvent>().EmitByAsync(call, new FailingDisposalEvent(cause));
        await bus.DrainAsync();

        var deadLetters = await bus.DeadLetters.ListAsync();
        Assert.Equal(["class", "class, asynchronous", "method", "method, asynchronous"], deadLetters.Select(static deadLetter => deadLetter.Target).Order(StringComparer.Ordinal));
        Assert.All(
            deadLetters.Cast<DeadLetter.Delivery>(),
            static deadLetter => Assert.Equal((3, typeof(TimeoutException).FullName, "the cause"), (deadLetter.Attempts, deadLetter.ExceptionType, deadLetter.Reason)));
        // The classes' own disposal and that of their service, the methods' service: three attempts each.
        Assert.Equal(3 * (2 * 2 + 2), _log.Entries.Count(static entry => entry.Id == 27));
    }

    [Fact]
    public async Task InvokeAsync_ThrowsTheHandlersOwnException()
    {
        await using var services = Services();
        await using var bus = await StartAsync(services);
        var cause = new TimeoutException("the cause");

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => bus.Topic<FailingDisposalEvent>().InvokeAsync(new FailingDisposalEvent(cause)).AsTask());

        Assert.Equal(4, thrown.Failures.Count);
        Assert.All(thrown.Failures, failure => Assert.Same(cause, failure.Exception));
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    public async Task HandlerThatSucceeded_FailsWithWhatTheDisposalThrows_TheFirstOfSeveral(EmitCall call)
    {
        await using var services = Services();
        await using var bus = await StartAsync(services);

        await bus.Topic<FailingDisposalEvent>().EmitByAsync(call, new FailingDisposalEvent(null));
        await bus.DrainAsync();

        var deadLetters = (await bus.DeadLetters.ListAsync()).ToDictionary(static deadLetter => deadLetter.Target, static deadLetter => deadLetter.Reason);
        Assert.Equal(("the handler's own", "the handler's own"), (deadLetters["class"], deadLetters["class, asynchronous"]));
        Assert.Equal(("rollback failed", "rollback failed"), (deadLetters["method"], deadLetters["method, asynchronous"]));
        Assert.Equal(2, _log.Entries.Count(static entry => entry.Id == 27));   // of the services behind the two classes
    }

    private static ServiceProvider Services() => new ServiceCollection().AddScoped<UndisposableConnection>().BuildServiceProvider();

    private Task<EventBus> StartAsync(IServiceProvider services) => TestBus.StartAsync(services: services, build: builder => builder.UseLogging(_log));
}

/// <summary>An event whose handlers hold a connection, and are attempted again after time-outs alone.</summary>
[Event]
[Retry(3, Delay = "00:00:00", Backoff = Backoff.Constant, Jitter = false, On = [typeof(TimeoutException)])]
public sealed record FailingDisposalEvent(Exception? Failure);

/// <summary>A service that cannot be disposed.</summary>
public sealed class UndisposableConnection : IDisposable
{
    public void Dispose() => throw new InvalidOperationException("rollback failed");
}

public sealed class FailingDisposalHandler(UndisposableConnection connection) : IDisposable
{
    [Subscribe(Order = 1, Name = "class, asynchronous")]
    public async Task SaveAsync(FailingDisposalEvent e)
    {
        await Task.Yield();
        Assert.NotNull(connection);
        if (e.Failure is not null) throw e.Failure;
    }

    [Subscribe(Order = 2, Name = "class")]
    public void Save(FailingDisposalEvent e)
    {
        if (e.Failure is not null) throw e.Failure;
    }

    public void Dispose() => throw new NotSupportedException("the handler's own");
}

public static class FailingDisposalMethods
{
    [Subscribe(Order = 3, Name = "method, asynchronous")]
    public static async ValueTask SaveAsync(FailingDisposalEvent e, UndisposableConnection connection)
    {
        await Task.Yield();
        if (e.Failure is not null) throw e.Failure;
    }

    [Subscribe(Order = 4, Name = "method")]
    public static void Save(FailingDisposalEvent e, UndisposableConnection connection)
    {
        if (e.Failure is not null) throw e.Failure;
    }
}
