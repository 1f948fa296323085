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

        await bus.Topic<Saved>().EmitByAsync(call, new Saved(cause));
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

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => bus.Topic<Saved>().InvokeAsync(new Saved(cause)).AsTask());

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

        await bus.Topic<Saved>().EmitByAsync(call, new Saved(null));
        await bus.DrainAsync();

        var deadLetters = (await bus.DeadLetters.ListAsync()).ToDictionary(static deadLetter => deadLetter.Target, static deadLetter => deadLetter.Reason);
        Assert.Equal(("the handler's own", "the handler's own"), (deadLetters["class"], deadLetters["class, asynchronous"]));
        Assert.Equal(("rollback failed", "rollback failed"), (deadLetters["method"], deadLetters["method, asynchronous"]));
        Assert.Equal(2, _log.Entries.Count(static entry => entry.Id == 27));   // of the services behind the two classes
    }

    private static ServiceProvider Services() => new ServiceCollection().AddScoped<SavedConnection>().BuildServiceProvider();

    private Task<EventBus> StartAsync(IServiceProvider services) => TestBus.StartAsync(services: services, build: builder => builder.UseLogging(_log));
}
