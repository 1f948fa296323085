namespace EventGen.Tests.Delivery;

/// <summary>A store of dead letters that blocks the thread that calls it holds up nothing else.</summary>
public sealed class BlockingStoreTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly BlockingStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task WorkersAndEmitters_GoOn_AndNothingIsLost()
    {
        const int Events = 100;
        await using var bus = await StartAsync(static options => options.Workers = 1);

        for (int i = 0; i < Events; i++)
        {
            await Deadline.WithinAsync(Task.Run(() => bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(i))), "the emit");
            await Deadline.WithinAsync(bus.Topic<ValuePayloadEvent>().EmitAsync(new ValuePayloadEvent(i)).AsTask(), "the enqueue");
        }

        await Eventually.EqualAsync(2 * Events, () => bus.GetHealth().Failed);
        Assert.Equal((0L, 0L), (_store.Count, bus.DeadLetters.Lost));
        _store.Open();
        await bus.DrainAsync();

        Assert.Equal((2L * Events, 0L), (_store.Count, bus.DeadLetters.Lost));
    }

    [Fact]
    public async Task DeadLetters_ReachTheStoreInOrder()
    {
        await using var bus = await StartAsync();
        for (int i = 0; i < 20; i++) bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(i));
        _store.Open();
        await bus.DrainAsync();

        Assert.Equal(Enumerable.Range(0, 20).Select(static number => (long)number), (await bus.DeadLetters.ListAsync()).Select(static deadLetter => ((ValuePayloadEvent)((DeadLetter.Delivery)deadLetter).Payload!).Count));
    }

    [Fact]
    public async Task WhatIsBeyondTheBound_IsCountedAsLost()
    {
        await using var bus = await StartAsync(static options => options.DeadLetterCapacity = 3);
        bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(0));
        await _store.Blocked;

        for (int i = 1; i < 10; i++) bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(i));
        Assert.Equal(7, bus.DeadLetters.Lost);
        _store.Open();
        await Eventually.EqualAsync(3L, () => _store.Count);
        bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(10));
        await bus.DrainAsync();

        Assert.Equal((4L, 7L), (_store.Count, bus.DeadLetters.Lost));
    }

    [Fact]
    public async Task WhatWaitsTooLong_IsLost_AndTheStoreIsNotCalledForItAnyMore()
    {
        await using var bus = await StartAsync(options => (options.TimeProvider, options.DeadLetterCapacity) = (_clock, 2));
        bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(0));
        await _store.Blocked;
        bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(1));
        await _clock.WhenPendingAsync(2);

        _clock.Advance(TimeSpan.FromSeconds(30));
        await Eventually.EqualAsync(2L, () => bus.DeadLetters.Lost);
        _store.Open();

        // The store had been called for the first. The places of both are free again.
        await Eventually.EqualAsync(1L, () => _store.Count);
        bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(2));
        bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(3));
        await bus.DrainAsync();

        Assert.Equal((3L, 2L), (_store.Count, bus.DeadLetters.Lost));
    }

    [Fact]
    public async Task AReplayThatFails_ReturnsWhenItsDeadLetterIsStored()
    {
        await using var bus = await StartAsync(static options => options.Workers = 1);
        _store.Open();
        bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(0));
        await Eventually.EqualAsync(1L, () => _store.Count);
        var deadLetter = Assert.Single(await bus.DeadLetters.ListAsync());
        _store.Close();

        var replay = bus.DeadLetters.ReplayAsync(deadLetter.Id);

        // The one worker is done with the replay when it has handled the next event.
        await Eventually.EqualAsync(2, () => _store.Calls);
        await bus.Topic<ValuePayloadEvent>().EmitAsync(new ValuePayloadEvent(1));
        await Eventually.EqualAsync(3, () => bus.GetHealth().Failed);
        Assert.False(replay.IsCompleted);
        _store.Open();
        Assert.False(await Deadline.WithinAsync(replay, "the replay"));
        var kept = await _store.FindAsync(deadLetter.Id, TestContext.Current.CancellationToken);
        Assert.Equal(2, kept?.Attempts);
    }

    [Fact]
    public async Task Store_IsCalledWithTheBusInForce_OfASynchronousHandlerToo()
    {
        await using var bus = await StartAsync();
        _store.Open();

        bus.Topic<ValuePayloadEvent>().Emit(new ValuePayloadEvent(0));
        await bus.DrainAsync();

        Assert.Same(bus, _store.Current);
    }

    private async Task<EventBus> StartAsync(Action<EventBusOptions>? options = null)
    {
        var bus = await TestBus.StartAsync(options, build: builder => builder.UseDeadLetterStore(_store));
        bus.Topic<ValuePayloadEvent>().Subscribe(new Action<ValuePayloadEvent>(static _ => throw new InvalidOperationException("fails")));
        return bus;
    }

    /// <summary>Keeps dead letters, and blocks whoever brings one until it is opened.</summary>
    private sealed class BlockingStore : IDeadLetterStore, IDisposable
    {
        private readonly MemoryDeadLetterStore _deadLetters = new(10_000, 1_000, 1_000_000, new DeadLetterLosses(TimeProvider.System));
        private readonly ManualResetEventSlim _open = new();
        private int _calls;
        private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Completes when it blocks somebody.</summary>
        public Task Blocked => _blocked.Task;

        /// <summary>The bus that was in force at its last call.</summary>
        public EventBus? Current { get; private set; }

        /// <summary>How often it was given a dead letter.</summary>
        public int Calls => Volatile.Read(ref _calls);

        public long Count => _deadLetters.Count;

        public ValueTask AddAsync(DeadLetter deadLetter, CancellationToken cancellationToken)
        {
            Current = EventBus.Current;
            Interlocked.Increment(ref _calls);
            _blocked.TrySetResult();
            _open.Wait(CancellationToken.None);
            return _deadLetters.AddAsync(deadLetter, cancellationToken);
        }

        public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken) =>
            _deadLetters.ListAsync(filter, skip, take, cancellationToken);

        public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken) => _deadLetters.FindAsync(id, cancellationToken);

        public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) => _deadLetters.RemoveAsync(id, cancellationToken);

        public void Open() => _open.Set();

        public void Close() => _open.Reset();

        public void Dispose() => Open();
    }
}
