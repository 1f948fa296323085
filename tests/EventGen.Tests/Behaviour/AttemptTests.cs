namespace EventGen.Tests.Behaviour;

/// <summary>How often what fails is attempted.</summary>
public sealed class AttemptTests
{
    private static readonly TimeSpan s_delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task PoisonedMessage_IsAttemptedAsOftenAsAllowed_ThenDead(int attempts)
    {
        await using var bus = await CreateAsync(attempts);
        var healthy = new CallLog();
        bus.Topic<Ping>().Subscribe((Ping ping) =>
        {
            if (ping.Number == 13) throw new FormatException("poison");
            healthy.Add($"{ping.Number}");
        });

        await bus.Topic<Ping>().EmitAsync(new Ping(13));
        await bus.Topic<Ping>().EmitAsync(new Ping(14));
        await AttemptAsync(bus, attempts);

        Assert.Equal(["14"], healthy.Entries);
        var deadLetter = Assert.IsType<DeadLetter.Delivery>(Assert.Single(await bus.DeadLetters.ListAsync()));
        Assert.Equal((attempts, "System.FormatException", "poison", new Ping(13)), (deadLetter.Attempts, deadLetter.ExceptionType, deadLetter.Reason, deadLetter.Payload));
        Assert.Equal(attempts, bus.GetHealth().Failed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task WorkThatItsHandlerAbandons_IsAttemptedExactlyOnceMoreThanItIsRetried(int retries)
    {
        await using var bus = await CreateAsync(retries + 1);
        int attempts = 0;
        bus.Topic<Ping>().Subscribe(async (Ping _) =>
        {
            Interlocked.Increment(ref attempts);
            await Task.Yield();

            // Given up, though nobody has cancelled anything.
            throw new OperationCanceledException();
        });

        await bus.Topic<Ping>().EmitAsync(new Ping());
        await AttemptAsync(bus, retries + 1);
        _clock.Advance(TimeSpan.FromDays(1));
        await bus.DrainAsync();

        Assert.Equal(retries + 1, attempts);
        Assert.Equal(1, bus.DeadLetters.Count);
    }

    [Fact]
    public async Task CompletionAfterTheTimeLimit_IsNotCountedAgain()
    {
        await using var bus = await CreateAsync(attempts: 2, options => options.HandlerTimeout = s_limit);
        AsyncGate[] gates = [new(), new()];
        int attempts = 0, failures = 0;
        bus.DeliveryFailed += (_, _) => Interlocked.Increment(ref failures);
        bus.Topic<Ping>().Subscribe(async (Ping _) => await gates[Interlocked.Increment(ref attempts) - 1].PassAsync(CancellationToken.None));

        await bus.Topic<Ping>().EmitAsync(new Ping());
        await gates[0].Reached;
        await _clock.WhenPendingAsync(1);
        _clock.Advance(s_limit);
        await Eventually.EqualAsync(1, () => bus.Stuck.Overdue().Count);
        await _clock.WhenPendingAsync(1);
        _clock.Advance(s_delay);

        // Too late: the second attempt, which waits for the first to end, is the one that counts.
        gates[0].Open();
        await gates[1].Reached;
        await Eventually.EqualAsync(0, () => bus.Stuck.Overdue().Count);
        Assert.Equal((1, 1L, 0L), (Volatile.Read(ref failures), bus.GetHealth().Failed, bus.DeadLetters.Count));

        gates[1].Open();
        await bus.DrainAsync();
        Assert.Equal((2, 1, 1L, 0L), (attempts, failures, bus.GetHealth().Failed, bus.DeadLetters.Count));
    }

    private Task<EventBus> CreateAsync(int attempts, Action<EventBusOptions>? configure = null) => TestBus.StartAsync(options =>
    {
        options.TimeProvider = _clock;
        options.Retry = new RetryPolicy { Attempts = attempts, Delay = s_delay, Backoff = Backoff.Constant, Jitter = false };
        configure?.Invoke(options);
    });

    // Lets all attempts happen, the first without a wait.
    private async Task AttemptAsync(EventBus bus, int attempts)
    {
        for (int failed = 1; failed < attempts; failed++)
        {
            await Eventually.EqualAsync((long)failed, () => bus.GetHealth().Failed);
            await _clock.WhenPendingAsync(1);
            _clock.Advance(s_delay);
        }

        await Eventually.EqualAsync((long)attempts, () => bus.GetHealth().Failed);
        await Eventually.EqualAsync(1L, () => bus.DeadLetters.Count);
    }
}
