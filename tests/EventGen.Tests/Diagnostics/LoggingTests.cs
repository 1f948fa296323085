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
    public async Task AttemptsOfAPublisherThatSaysWhy_AreLoggedWithoutATrace_TheLastWithIt()
    {
        var log = new RecordingLogger();
        var publisher = new FailingPublisher("first") { Failure = new EventPublishException("it is full", isUnreachable: false) };
        await using var bus = await TestBus.StartAsync(
            static options => options.PublisherRetry = new RetryPolicy { Attempts = 3, Delay = TimeSpan.FromMilliseconds(1), Jitter = false },
            publishers: [publisher],
            build: builder => builder.UseLogging(log));

        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));
        await Eventually.TrueAsync(() => log.Entries.Any(static entry => entry.Id == 10), TimeSpan.FromMinutes(1));

        var attempts = log.Entries.Where(static entry => entry.Id == 148).ToArray();
        Assert.Equal(2, attempts.Length);
        Assert.All(attempts, static entry => Assert.EndsWith("it is full", entry.Message, StringComparison.Ordinal));
        Assert.All(attempts, static entry => Assert.Null(entry.Exception));
        Assert.DoesNotContain(log.Entries, static entry => entry.Id == 13);
        Assert.NotNull(Assert.Single(log.Entries, static entry => entry.Id == 10).Exception);
    }

    // By it a trace is found, before there is a dead letter.
    [Fact]
    public async Task AttemptThatIsFollowedByAnother_IsLoggedWithTheIdOfItsEmission()
    {
        var log = new RecordingLogger();
        await using var bus = await TestBus.StartAsync(
            static options => options.Retry = new RetryPolicy { Attempts = 2, Delay = TimeSpan.FromMilliseconds(1), Jitter = false }, build: builder => builder.UseLogging(log));
        var emission = new TaskCompletionSource<Guid>();
        int attempts = 0;
        bus.Topic<Ping>().Subscribe((_, context, _) =>
        {
            if (++attempts == 1) throw new InvalidOperationException("broken");
            emission.SetResult(context.Id);
            return default;
        });

        await bus.Topic<Ping>().EmitAsync(new Ping(1));

        var id = await emission.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Contains($"failed on event 'ping' ({id}), attempt 1 of 2;", Assert.Single(log.Entries, static entry => entry.Id == 13).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutageOfAPublisher_IsToldByDoubling_AndAtItsEndWithAllOfIt()
    {
        var log = new RecordingLogger();
        var publisher = new FailingPublisher("first") { Failure = new EventPublishException("nobody answers", isUnreachable: true) };
        await using var bus = await TestBus.StartAsync(
            static options => options.PublisherRetry = new RetryPolicy { Attempts = 2, Delay = TimeSpan.FromMilliseconds(1), Jitter = false },
            publishers: [publisher],
            build: builder => builder.UseLogging(log));

        for (int i = 1; i <= 20; i++)
        {
            await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(i));
            await Eventually.TrueAsync(() => bus.DeadLetters.Count == i, TimeSpan.FromMinutes(1));
        }

        var attempts = log.Entries.Where(static entry => entry.Id == 148).ToArray();
        Assert.EndsWith("nobody answers", attempts[0].Message, StringComparison.Ordinal);
        Assert.Equal([2, 4, 8, 16], attempts.Skip(1).Select(static entry => Times(entry, "nobody answers (.+) such since it could be reached last; told whenever they have doubled.")));
        Assert.NotNull(Assert.Single(log.Entries, static entry => entry.Id == 10).Exception);
        Assert.Equal([2, 4, 8, 16], log.Entries.Where(static entry => entry.Id == 145).Select(static entry => Times(entry, "(\\d+) such since it could be reached last; told whenever they have doubled. nobody answers")));
        Assert.Equal(40, bus.GetHealth().Failed);
        Assert.DoesNotContain(log.Entries, static entry => entry.Id == 187);

        publisher.IsDown = false;
        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(21));
        await Eventually.TrueAsync(() => !publisher.Published.IsEmpty, TimeSpan.FromMinutes(1));
        publisher.IsDown = true;
        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(22));
        await Eventually.TrueAsync(() => bus.DeadLetters.Count == 21, TimeSpan.FromMinutes(1));

        Assert.Equal("Publisher 'first' takes events again. Failed attempts meanwhile, at events that are not in an outbox: 40. Dead letters of them: 20.", Assert.Single(log.Entries, static entry => entry.Id == 187).Message);
        Assert.Equal((6, 2), (log.Entries.Count(static entry => entry.Id == 148), log.Entries.Count(static entry => entry.Id == 10)));   // a new outage
    }

    private static int Times(LogEntry entry, string pattern) =>
        int.Parse(System.Text.RegularExpressions.Regex.Match(entry.Message, pattern).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task StopWithDeadLettersInMemory_WarnsThatTheyEndWithTheProcess()
    {
        var log = new RecordingLogger();
        await using var bus = await TestBus.StartAsync(build: builder => builder.UseLogging(log), publishers: [new FailingPublisher("first")]);
        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));

        await bus.StopAsync();

        var warning = Assert.Single(log.Entries, static entry => entry.Id == 147);
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains("Dead letters in memory, which end with this process: 1.", warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Entries, static entry => entry.Id == 2);
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

    [Fact]
    public async Task StopOfABusThatDidNotStart_IsNotCalledOneThatHandledEverything()
    {
        var log = new RecordingLogger();
        await using var bus = EventBus.Create(builder => builder.AddModule(EventGenTestsEventModule.Instance).UseLogging(log));
        await Assert.ThrowsAsync<InvalidOperationException>(() => bus.StartAsync());

        await bus.StopAsync();

        Assert.Empty(log.Entries);
    }

    [Fact]
    public async Task StopOfABusThatNobodyStarted_SaysWhatIsLost_AndWhatToCall()
    {
        var log = new RecordingLogger();
        await using var bus = TestBus.Create(build: builder => builder.UseLogging(log));
        await bus.Topic<Ping>().EmitAsync(new Ping(1));
        await bus.Topic<Ping>().EmitAsync(new Ping(2));

        await bus.StopAsync();

        var told = Assert.Single(log.Entries);
        Assert.Equal((169, LogLevel.Error), (told.Id, told.Level));
        Assert.Contains("2 x ping never handled. Call StartAsync", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BusWithoutALog_IsLoudAboutWhatMustNotGoUnheard_OnStandardError()
    {
        var log = new RecordingLogger();
        var builder = new EventBusBuilder();
        Assert.False(builder.Logger.IsEnabled(LogLevel.Error));
        Assert.True(builder.LoudLogger.IsEnabled(LogLevel.Error));
        Assert.False(builder.LoudLogger.IsEnabled(LogLevel.Information));

        Assert.Same(builder.UseLogging(log).Logger, builder.LoudLogger);
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
