using Microsoft.Extensions.Logging;

namespace EventGen.Tests.Diagnostics;

public sealed class LoggingTests
{
    private readonly CallLog _calls = new();

    [Fact]
    public async Task StartAndStop_AreLogged_InTheCategoryEventGen()
    {
        var log = new RecordingLogger();
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 3, build: builder => builder.UseLogging(log));
        await bus.DrainAsync();

        Assert.Equal("EventGen", log.Category);
        Assert.Equal([LogLevel.Information, LogLevel.Information], log.Entries.Select(static entry => entry.Level));
        Assert.Contains("3 workers", log.Entries[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_AreLoggedAsErrors_WithHandlerEventAndException()
    {
        var log = new RecordingLogger();
        await using var bus = TestBus.Create(build: builder => builder.UseLogging(log), publishers: [new FailingPublisher("first")]);
        var failure = new InvalidOperationException("broken");
        bus.Topic<TwoPublishersEvent>().Subscribe(new Action<TwoPublishersEvent>(_ => throw failure));

        bus.Topic<TwoPublishersEvent>().Emit(new TwoPublishersEvent(1));
        await bus.StartAsync();
        await bus.DrainAsync();

        var errors = log.Entries.Where(static entry => entry.Level == LogLevel.Error).ToArray();
        Assert.Equal(2, errors.Length);
        Assert.Same(failure, errors[0].Exception);
        Assert.StartsWith("Handler '", errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("'two.publishers'", errors[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("Publisher 'first' failed on event 'two.publishers'", errors[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopWithWorkLeft_IsLoggedAsAnError_NamingTheEvents()
    {
        var log = new RecordingLogger();
        await using var bus = TestBus.Create(build: builder => builder.UseLogging(log));
        await bus.Topic<Ping>().EmitAsync(new Ping());

        await bus.StopAsync();

        var error = Assert.Single(log.Entries, static entry => entry.Level == LogLevel.Error);
        Assert.Contains("1 x ping", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    public async Task LoggerThatThrows_StopsNoHandler_AndNoWorker(EmitCall call)
    {
        var log = new RecordingLogger { Failure = new InvalidOperationException("the log is full") };
        await using var bus = TestBus.Create(static options => options.Workers = 1, build: builder => builder.UseLogging(log));
        await Record.ExceptionAsync(() => bus.StartAsync());
        bus.Topic<Ping>().Subscribe(new Action<Ping>(static _ => throw new InvalidOperationException("handler")));
        bus.Topic<Ping>().Subscribe(e => _calls.Add($"next {e.Number}"));

        await bus.Topic<Ping>().EmitByAsync(call, new Ping(1));
        await bus.Topic<Ping>().EmitByAsync(call, new Ping(2));
        await Record.ExceptionAsync(() => Deadline.WithinAsync(bus.StopAsync(), "the drain"));

        Assert.Equal(["next 1", "next 2"], _calls.Entries);
        Assert.Equal(2, bus.GetHealth().Failed);
    }
}
