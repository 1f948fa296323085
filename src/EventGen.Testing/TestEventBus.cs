namespace EventGen.Testing;

/// <summary>A bus for one test: it records what happens, and says when it is idle. Thread safe.</summary>
/// <remarks>
/// <para>It is a real bus, with its own queue and workers. Publishers that events name and the test does not add are made up: what
/// goes to them is recorded and sent nowhere. Handlers run under a middleware that records, outside of the test's own.</para>
/// <para>Without an outbox, durable events are delivered from memory and recorded as others are: a test needs no database. What takes one throws
/// <see cref="InvalidOperationException"/>: emitting in a transaction or under an id, and scheduling. With an outbox, such as the application's own, they go through it.</para>
/// <para>It references no test framework: a failed assertion is an <see cref="EventAssertionException"/>.</para>
/// </remarks>
public sealed partial class TestEventBus : IAsyncDisposable, IDisposable
{
    // How often, and for how long each time, nothing has to happen in real time before a clock is believed to stand still. Often, since one wait may pass while the process itself stands still.
    private const int StillWaits = 10;
    private static readonly TimeSpan s_stillWait = TimeSpan.FromMilliseconds(100);

    // Timers count milliseconds in an int.
    private static readonly TimeSpan s_longestPatience = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly Recorder _recorder;
    private readonly bool _isHosted;
    private TimeSpan _patience = TimeSpan.FromSeconds(30);

    internal TestEventBus(EventBus bus, Recorder recorder, bool isHosted = false)
    {
        Bus = bus;
        _recorder = recorder;
        _isHosted = isHosted;
        bus.DeliveryFailed += (_, failure) => recorder.Add(new RecordedFailure(failure));
    }

    /// <summary>The bus itself, for code that takes one.</summary>
    public EventBus Bus { get; }

    /// <inheritdoc cref="EventBus.Descriptors"/>
    public IReadOnlyList<EventDescriptor> Descriptors => Bus.Descriptors;

    /// <inheritdoc cref="EventBus.DeadLetters"/>
    public DeadLetters DeadLetters => Bus.DeadLetters;

    /// <summary>How long, in real time, <see cref="WhenIdleAsync"/> and the other waits last before they fail.</summary>
    /// <value>Default: 30 seconds. More than zero, at most 24 days; <see cref="Timeout.InfiniteTimeSpan"/> waits without limit.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of these.</exception>
    public TimeSpan Patience
    {
        get => _patience;
        set
        {
            if (value != Timeout.InfiniteTimeSpan)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(value, s_longestPatience);
            }

            _patience = value;
        }
    }

    /// <summary>Makes a bus that is not started.</summary>
    /// <param name="configure">
    /// Says what it is made of. Where it adds no module, the bus has the events and handlers of the test's own project and of all it
    /// references.
    /// </param>
    /// <exception cref="ArgumentException">Settings that cannot work; the message lists them all.</exception>
    public static TestEventBus Create(Action<EventBusBuilder>? configure = null)
    {
        var recorder = new Recorder();
        var bus = EventBus.Create(builder =>
        {
            configure?.Invoke(builder);
            if (builder.Modules.Count == 0)
            {
                foreach (var module in EventBus.DefaultModules) builder.AddModule(module);
            }

            Record(builder, recorder);
        });
        return new TestEventBus(bus, recorder);
    }

    /// <summary>Makes a bus and starts it.</summary>
    /// <inheritdoc cref="Create"/>
    /// <param name="configure">Says what it is made of.</param>
    /// <exception cref="InvalidOperationException">Handlers need services, and the bus has no provider.</exception>
    /// <param name="cancellationToken">One that is already cancelled starts nothing.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<TestEventBus> StartNewAsync(Action<EventBusBuilder>? configure = null, CancellationToken cancellationToken = default)
    {
        var bus = Create(configure);
        try
        {
            await bus.StartAsync(cancellationToken).ConfigureAwait(false);
            return bus;
        }
        catch
        {
            // Nobody else has it: what it was made with, such as connections, would stay open for as long as the tests run.
            await bus.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc cref="EventBus.Topic{T}"/>
    public EventTopic<T> Topic<T>() => Bus.Topic<T>();

    /// <inheritdoc cref="EventBus.GetHealth"/>
    public EventBusHealth GetHealth() => Bus.GetHealth();

    /// <inheritdoc cref="EventBus.StartAsync"/>
    public Task StartAsync(CancellationToken cancellationToken = default) => Bus.StartAsync(cancellationToken);

    /// <inheritdoc cref="EventBus.StopAsync"/>
    public Task<DrainReport> StopAsync(CancellationToken cancellationToken = default) => Bus.StopAsync(cancellationToken);

    /// <summary>Stops the bus. On a clock that stands still, such as a <see cref="ManualTimeProvider"/>, it does not wait for what only the clock can end.</summary>
    public async ValueTask DisposeAsync()
    {
        using var giveUp = new CancellationTokenSource();
        var stop = Bus.StopAsync(giveUp.Token);
        if (Bus.TimeProvider != TimeProvider.System && await StandsStillAsync(stop).ConfigureAwait(false)) await giveUp.CancelAsync().ConfigureAwait(false);
        await stop.ConfigureAwait(false);
    }

    /// <summary>The same, blocking the thread. Prefer <see cref="DisposeAsync"/>.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Makes it the ambient bus in the current async flow, so that <c>Events.OrderPlaced</c> means its topics.</summary>
    /// <returns>Ends that when disposed; dispose it in the flow that made it.</returns>
    public IDisposable Use() => EventBus.Use(Bus);

    /// <summary>Forgets what has been recorded.</summary>
    public void Clear() => _recorder.Clear();

    // True when the bus waits for its clock; false when it has stopped.
    private async Task<bool> StandsStillAsync(Task stop)
    {
        while (!stop.IsCompleted)
        {
            var change = _recorder.NextChange;
            if (Bus.GetActivity() is { IsIdle: true, Retrying: > 0 }) return true;
            long before = Bus.TimeProvider.GetTimestamp();
            Task moved = Task.WhenAny(stop, change);
            for (int i = 0; i < StillWaits && !moved.IsCompleted; i++) await Task.WhenAny(moved, Task.Delay(s_stillWait, TimeProvider.System)).ConfigureAwait(false);
            if (!moved.IsCompleted && Bus.TimeProvider.GetTimestamp() == before) return true;
        }

        return false;
    }

    /// <summary>Has a bus recorded, and gives it publishers that send nothing for those that its events name and nobody adds.</summary>
    internal static void Record(EventBusBuilder builder, Recorder recorder) => builder
        .AllowDurableEventsWithoutOutbox()
        .UseObserver(recorder)
        .AddOuterMiddleware(recorder)
        .WrapPublishers((name, publisher) => new RecordedPublisher(name, publisher, recorder));
}
