namespace EventGen.Testing;

/// <summary>A bus for one test: it records what happens, and says when it is idle. Thread safe.</summary>
/// <remarks>
/// <para>It is a real bus, with its own queue and workers. Publishers that events name and the test does not add are made up: what
/// goes to them is recorded and sent nowhere. Handlers run under a middleware that records, outside of the test's own.</para>
/// <para>It references no test framework: a failed assertion is an <see cref="EventAssertionException"/>.</para>
/// </remarks>
public sealed partial class TestEventBus : IAsyncDisposable, IDisposable
{
    // How long, in real time, nothing has to happen before a clock is believed to stand still.
    private static readonly TimeSpan s_stillness = TimeSpan.FromSeconds(1);

    private readonly Recorder _recorder;
    private readonly bool _isHosted;

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
    /// <value>Default: 30 seconds.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

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
            if (!builder.Registry.Events.Any())
            {
                foreach (var module in AmbientBus.Modules) builder.AddModule(module);
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
        await bus.StartAsync(cancellationToken).ConfigureAwait(false);
        return bus;
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
        if (Bus.Time != TimeProvider.System && await StandsStillAsync(stop).ConfigureAwait(false)) await giveUp.CancelAsync().ConfigureAwait(false);
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
            if (Bus.InFlight.IsWaitingForRetries) return true;
            long before = Bus.Time.GetTimestamp();
            Task moved = await Task.WhenAny(stop, change, Task.Delay(s_stillness)).ConfigureAwait(false);
            if (moved != stop && moved != change && Bus.Time.GetTimestamp() == before) return true;
        }

        return false;
    }

    /// <summary>Has a bus recorded, and gives it publishers that send nothing for those that its events name and nobody adds.</summary>
    internal static void Record(EventBusBuilder builder, Recorder recorder)
    {
        builder.MakeParts();
        builder.Observer = recorder;
        builder.Parts.Middleware.Insert(0, (null, recorder));
        foreach (string name in builder.Parts.Publishers.Keys.Union(builder.Registry.Events.SelectMany(static entry => entry.Topics.Descriptor.Publishers)).ToArray())
            builder.Parts.Publishers[name] = new RecordedPublisher(name, builder.Parts.Publishers.GetValueOrDefault(name), recorder);
    }
}
