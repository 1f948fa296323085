using Microsoft.Extensions.Logging;

namespace EventGen.Tests.Diagnostics;

public sealed class FailureLogTests
{
    private readonly RecordingLogger _log = new();
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task EventsThatAllFail_AreEachToldInALine_AndInFullByDoubling()
    {
        await using var bus = await StartAsync(attempts: 2);
        List<Guid> emissions = [];
        bus.DeliveryFailed += (_, failure) =>
        {
            if (failure.RetryIn is null) emissions.Add(failure.Context!.Id);
        };
        Fail(bus, static e => throw new InvalidOperationException($"broken\r\nat {e.Number}"));

        for (int i = 1; i <= 20; i++) await EmitAsync(bus, i);

        Assert.Equal((5, 15, 5, 15), (Of(13).Length, Of(148).Length, Of(10).Length, Of(129).Length));
        Assert.All([.. Of(13), .. Of(10)], static entry => Assert.NotNull(entry.Exception));
        Assert.All([.. Of(148), .. Of(129)], static entry => Assert.Null(entry.Exception));
        Assert.All(Of(148), static entry => Assert.Equal(LogLevel.Warning, entry.Level));
        Assert.All(Of(129), static entry => Assert.Equal(LogLevel.Error, entry.Level));
        Assert.All(_log.Entries, static entry => Assert.Single(entry.Message.Split('\n')));

        // Each lost event has its line.
        Assert.Equal(20, emissions.Distinct().Count());
        foreach (var id in emissions) Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Error && entry.Message.Contains($"'ping' ({id})", StringComparison.Ordinal));
        Assert.EndsWith("attempt 1 of 2; the next one follows in 0:00:00.001. InvalidOperationException: broken at 3 (3 such within an hour; in full whenever they have doubled)", Of(148)[0].Message, StringComparison.Ordinal);
        Assert.Matches($"^Handler '[^']+' failed on event 'ping' \\({emissions[2]}\\); dead letter [-0-9a-f]+\\. InvalidOperationException: broken at 3 \\(3 such within an hour; in full whenever they have doubled\\)$", Of(129)[0].Message);
    }

    [Fact]
    public async Task AnotherException_AndAnotherHour_AreToldInFull()
    {
        await using var bus = await StartAsync(attempts: 1);
        Fail(bus, static e => throw (e.Number == 0 ? new ArgumentException("other") : new InvalidOperationException("broken")));

        for (int i = 1; i <= 3; i++) await EmitAsync(bus, i);
        await EmitAsync(bus, 0);
        Assert.Equal([10, 10, 129, 10], Ids());

        _clock.Advance(TimeSpan.FromHours(1));
        await EmitAsync(bus, 1);
        Assert.Equal([10, 10, 129, 10, 10], Ids());
    }

    [Fact]
    public async Task ExceptionsWithinOneAnother_MakeNoEntryOfAnyLength()
    {
        await using var bus = await StartAsync(attempts: 1);
        bus.Topic<Ping>().Subscribe(async (e, cancellationToken) => await bus.Topic<Ping>().InvokeAsync(e, cancellationToken));

        for (int i = 1; i <= 3; i++) await EmitAsync(bus, i);

        var (full, line) = (Of(10)[0], Of(129)[0]);
        Assert.InRange(full.Exception!.ToString().Length, 10_000, 16_100);
        Assert.Matches(@" \[\.\.\. \d{5,} characters \.\.\.\] ", full.Exception.ToString());
        Assert.InRange(line.Message.Length, 1000, 1500);
        Assert.Contains(nameof(EmitDepthException), line.Message, StringComparison.Ordinal);   // the cause, which is at the end
    }

    [Theory]
    [InlineData("no connection: Host=db;Password=planted;")]
    [InlineData("no connection to amqp://clerk:planted@mq, nor to https://mq:15672/api@2")]
    [InlineData("no connection to nats://planted@one:4222,tls://planted@two")]
    [InlineData("no connection to amqp://clerk:pl/planted@mq/shop")]
    [InlineData("no connection to redis://:p#planted@cache")]
    [InlineData("no connection to any of nats://one:4222,nats://clerk:planted@two:4222")]
    [InlineData("""{"api":"http://shop:8080","broker":"amqp://clerk:planted@mq"}""")]
    public async Task PasswordOfAConnectionString_IsInNoLine(string text)
    {
        await using var bus = await StartAsync(attempts: 2);
        Fail(bus, _ => throw new InvalidOperationException(text));

        for (int i = 1; i <= 3; i++) await EmitAsync(bus, i);

        Assert.Single(Of(129));
        Assert.All(_log.Entries, static entry => Assert.DoesNotContain("planted", $"{entry.Message} {entry.Exception}", StringComparison.Ordinal));
        if (text.Contains("15672", StringComparison.Ordinal)) Assert.Contains("https://mq:15672/api@2", $"{Of(13)[0].Exception}", StringComparison.Ordinal);
    }

    [Fact]
    public void Throttle_KeepsABoundedNumberOfKinds()
    {
        var throttle = new FailureThrottle(_clock);
        var failure = new InvalidOperationException();
        Assert.Equal((1L, true), throttle.Count("ping", "first", failure, isLast: true));
        for (int i = 0; i < FailureThrottle.MostKinds - 1; i++) throttle.Count("ping", $"handler {i}", failure, isLast: true);
        Assert.Equal((2L, true), throttle.Count("ping", "first", failure, isLast: true));
        Assert.Equal((3L, false), throttle.Count("ping", "first", failure, isLast: true));

        throttle.Count("ping", "one too many", failure, isLast: true);

        Assert.Equal((1L, true), throttle.Count("ping", "first", failure, isLast: true));
    }

    private Task<EventBus> StartAsync(int attempts) => TestBus.StartAsync(
        options =>
        {
            options.Workers = 1;
            options.TimeProvider = _clock;
            options.Retry = new RetryPolicy { Attempts = attempts, Delay = TimeSpan.FromMilliseconds(1), Jitter = false };
        },
        build: builder => builder.UseLogging(_log));

    private static void Fail(EventBus bus, Action<Ping> handler) => bus.Topic<Ping>().Subscribe(handler);

    private async Task EmitAsync(EventBus bus, int number)
    {
        long deadLetters = bus.DeadLetters.Count;
        await bus.Topic<Ping>().EmitAsync(new Ping(number));
        await Eventually.TrueAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(1));
                return bus.DeadLetters.Count == deadLetters + 1;
            },
            TimeSpan.FromMinutes(1));
    }

    private LogEntry[] Of(int id) => [.. _log.Entries.Where(entry => entry.Id == id)];

    private IEnumerable<int> Ids() => _log.Entries.Select(static entry => entry.Id).Where(static id => id is 10 or 129);
}
