namespace EventGen.Tests.Queueing;

/// <summary>An event keeps the key that it had when it was emitted, whatever its handlers make of it.</summary>
public sealed class ChangedKeyTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly CallLog _calls = new();

    [Theory]
    [InlineData(EmitCall.Emit, false)]
    [InlineData(EmitCall.EmitAsync, false)]
    [InlineData(EmitCall.TryEnqueue, false)]
    [InlineData(EmitCall.Emit, true)]
    [InlineData(EmitCall.EmitAsync, true)]
    [InlineData(EmitCall.TryEnqueue, true)]
    public async Task HandlerThatChangesTheKeyAndFails_IsAttemptedAgain_AndTheDrainEnds(EmitCall call, bool isAsynchronous)
    {
        await using var bus = await StartAsync();
        int attempts = 0;
        if (isAsynchronous)
        {
            bus.Topic<ChangeableKeyEvent>().Subscribe(async e =>
            {
                await Task.Yield();
                Fail(e);
            });
        }
        else
        {
            bus.Topic<ChangeableKeyEvent>().Subscribe(new Action<ChangeableKeyEvent>(Fail));
        }

        await bus.Topic<ChangeableKeyEvent>().EmitByAsync(call, new ChangeableKeyEvent { Key = "before" });
        await _clock.WhenPendingAsync(1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await bus.DrainAsync();

        Assert.Equal((2, 1L, 0), (attempts, bus.DeadLetters.Count, bus.GetHealth().Retrying));

        void Fail(ChangeableKeyEvent e)
        {
            e.Key = $"after {++attempts}";
            throw new InvalidOperationException();
        }
    }

    [Theory]
    [InlineData("after")]
    [InlineData(null)]
    public async Task Block_HoldsTheFollowersOfTheKeyThatTheEventHad(string? changed)
    {
        await using var bus = await StartAsync();
        bus.Topic<ChangeableKeyEvent>().Subscribe(e =>
        {
            _calls.Add($"{e.Number}");
            if (e.Number != 1 || e.Key == changed) return;
            e.Key = changed;
            throw new InvalidOperationException();
        });

        await bus.Topic<ChangeableKeyEvent>().EmitAsync(new ChangeableKeyEvent { Key = "before", Number = 1 });
        await _clock.WhenPendingAsync(1);
        await bus.Topic<ChangeableKeyEvent>().EmitAsync(new ChangeableKeyEvent { Key = "before", Number = 2 });
        await bus.Topic<ChangeableKeyEvent>().EmitAsync(new ChangeableKeyEvent { Key = "after", Number = 3 });
        await Eventually.EqualAsync(2, () => _calls.Entries.Length);
        Assert.Equal(["1", "3"], _calls.Entries);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await bus.DrainAsync();

        Assert.Equal(["1", "3", "1", "2"], _calls.Entries);
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.InvokeAsync)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task Message_HasTheKeyOfTheEmit(EmitCall call)
    {
        var publisher = new MemoryPublisher("first");
        await using var bus = await StartAsync(publisher);
        bus.Topic<ChangeableKeyEvent>().Subscribe(static e => e.Key = "after");

        await bus.Topic<ChangeableKeyEvent>().EmitByAsync(call, new ChangeableKeyEvent { Key = "before" });
        await bus.DrainAsync();

        Assert.Equal("before", Assert.Single(publisher.Messages).Key);
    }

    [Fact]
    public async Task PublisherThatFails_IsAttemptedAgain_WithTheKeyOfTheEmit()
    {
        var publisher = new FailingPublisher("first");
        await using var bus = await StartAsync(publisher);
        bus.Topic<ChangeableKeyEvent>().Subscribe(static e => e.Key = "after");

        await bus.Topic<ChangeableKeyEvent>().EmitAsync(new ChangeableKeyEvent { Key = "before" });
        await _clock.WhenPendingAsync(1);
        publisher.IsDown = false;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await bus.DrainAsync();

        Assert.Equal("before", Assert.Single(publisher.Published).Key);
    }

    [Fact]
    public async Task LaterAttemptsOfHandlersThatAnEmitRan_AreNeverBesideEachOther()
    {
        await using var bus = await StartAsync();
        var first = new AsyncGate();
        int attempts = 0, running = 0, most = 0;
        bus.Topic<ChangeableKeySynchronousEvent>().Subscribe(new Action<ChangeableKeySynchronousEvent>(Handle));
        bus.Topic<ChangeableKeySynchronousEvent>().Subscribe(new Action<ChangeableKeySynchronousEvent>(Handle));
        bus.Topic<Ping>().Subscribe(_ => _calls.Add("barrier"));

        bus.Topic<ChangeableKeySynchronousEvent>().Emit(new ChangeableKeySynchronousEvent { Key = "before" });
        await _clock.WhenPendingAsync(2);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await first.Reached;
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await Eventually.EqualAsync(1, () => _calls.Entries.Length);
        first.Open();
        await bus.DrainAsync();

        Assert.Equal((4, 1), (attempts, most));

        void Handle(ChangeableKeySynchronousEvent e)
        {
            if (Interlocked.Increment(ref attempts) <= 2)
            {
                e.Key = $"after {attempts}";
                throw new InvalidOperationException();
            }

            most = Math.Max(most, Interlocked.Increment(ref running));
            first.Pass();
            Interlocked.Decrement(ref running);
        }
    }

    private Task<EventBus> StartAsync(IEventPublisher? publisher = null) => TestBus.StartAsync(
        options => (options.TimeProvider, options.PublisherRetry) = (_clock, new RetryPolicy { Attempts = 2, Delay = TimeSpan.FromSeconds(1), Jitter = false }),
        publishers: publisher is null ? null : [publisher]);
}

/// <summary>An event whose key can be changed, as no event's should.</summary>
[Event("changeable.key")]
[PublishTo("first")]
[Retry(2, Delay = "00:00:01", Jitter = false)]
public sealed class ChangeableKeyEvent
{
    [EventKey]
    public string? Key { get; set; }

    public int Number { get; init; }
}

/// <summary>The same, with nothing for the queue.</summary>
[Event]
[Retry(2, Delay = "00:00:01", Jitter = false)]
public sealed class ChangeableKeySynchronousEvent
{
    [EventKey]
    public string? Key { get; set; }
}
