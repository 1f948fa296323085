using System.Collections.Concurrent;

namespace EventGen;

/// <summary>What is measured of one bus, from the first call of <see cref="Start"/> to the bus's stop. Thread safe.</summary>
/// <param name="time">The bus's clock.</param>
internal sealed class EventBusMeasurements(TimeProvider time)
{
    // How many activities of a bus a second are told.
    private const int Limit = 5000;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();

    // Made by the first start: most processes measure nothing.
    private volatile ConcurrentDictionary<string, EventMeasurements>? _events;
    private TargetMeasurements? _other;

    // Replaced whole under _gate; readers keep what they have read.
    private volatile EventActivityListener[] _listeners = [];

    // Under _gate.
    private ITimer? _timer;
    private bool _hasEnded;

    private volatile bool _isStarted;
    private volatile Func<int>? _queueLength;
    private volatile Action<string, bool>? _follow;

    // Held by the ticker.
    private readonly object _ticking = new();

    // Written by the ticker alone.
    private long _ticked;
    private double _sinceAging;
    private double _age;

    // Interlocked only.
    private int _budget = Limit;

    // UTC ticks, of the newest event that a worker has taken, and of the last moment at which the queue was seen empty.
    private long _newestTaken;
    private long _lastEmpty;

    public TimeProvider Time => time;

    /// <summary>Whether anything is measured.</summary>
    public bool IsStarted => _isStarted;

    /// <summary>Whether somebody is told of activities.</summary>
    public bool IsHeard => _listeners.Length > 0;

    /// <summary>Since when; default where it is not.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>For how many seconds the bus has been measured.</summary>
    public double Age => Volatile.Read(ref _age);

    public IEnumerable<EventMeasurements> Events => _events is { } events ? events.Values : [];

    /// <summary>Counts for names beyond those that an event keeps apart.</summary>
    public TargetMeasurements Other => LazyInitializer.EnsureInitialized(ref _other, static () => new TargetMeasurements("(others)", isPublisher: false, age: 0));

    /// <summary>What the bus does, over all events.</summary>
    public EventBusRates Rates
    {
        get
        {
            EventRate emitted = default, received = default, handled = default, published = default, failed = default;
            foreach (var measured in Events)
            {
                emitted += measured.EmitRate;
                received += measured.ReceivedRate;
                foreach (var target in measured.MeasuredTargets)
                {
                    failed += target.FailureRate;
                    if (target.IsPublisher) published += target.SuccessRate;
                    else handled += target.SuccessRate;
                }
            }

            return new EventBusRates(emitted, handled, published, failed) { Received = received };
        }
    }

    /// <summary>Starts to measure.</summary>
    /// <param name="queueLength">Tells how many events wait.</param>
    /// <param name="follow">Called with an event and whether each of its emissions is to have a context.</param>
    /// <returns>True for the first call; false for others, and once the bus has ended.</returns>
    public bool Start(Func<int> queueLength, Action<string, bool> follow)
    {
        lock (_gate)
        {
            if (_isStarted || _hasEnded) return false;
            StartedAt = time.GetUtcNow();
            _lastEmpty = StartedAt.Ticks;
            _ticked = time.GetTimestamp();
            _queueLength = queueLength;
            _follow = follow;
            _events = new ConcurrentDictionary<string, EventMeasurements>(StringComparer.Ordinal);
            _isStarted = true;

            // Weakly: a bus that is dropped without a stop goes. Not in the context of whoever starts.
            var weak = new WeakReference<EventBusMeasurements>(this);
            using (ExecutionContext.SuppressFlow())
                _timer = time.CreateTimer(static state => Tick((WeakReference<EventBusMeasurements>)state!), weak, s_interval, s_interval);
            return true;
        }
    }

    /// <summary>Takes no more readings.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            _timer?.Dispose();
            _timer = null;
        }
    }

    /// <summary>What is measured of an event.</summary>
    public EventMeasurements Of(string eventId) =>
        _events!.TryGetValue(eventId, out var known) ? known : _events.GetOrAdd(eventId, id => new EventMeasurements(this, id));

    public EventMeasurements? Find(string eventId) => _events?.GetValueOrDefault(eventId);

    /// <summary>Says whether each emission of an event is to have a context.</summary>
    public void Follow(string eventId, bool isFollowed) => _follow!(eventId, isFollowed);

    public void Add(EventActivityListener listener)
    {
        lock (_gate) _listeners = [.. _listeners, listener];
    }

    public void Remove(EventActivityListener listener)
    {
        lock (_gate) _listeners = [.. _listeners.Where(other => other != listener)];
    }

    /// <summary>Whether one more activity may be told in this second.</summary>
    public bool TryTake() => Interlocked.Decrement(ref _budget) >= 0;

    public void Notify(EventActivity activity)
    {
        foreach (var listener in _listeners)
        {
            try
            {
                using (ForeignCallScope.Enter()) listener.Occurred(activity);
            }
            catch (Exception)
            {
                // What a listener throws is its own: no event may be lost by it.
            }
        }
    }

    /// <summary>A worker has taken an event that was emitted then.</summary>
    public void NoteTaken(DateTimeOffset emitted) => Volatile.Write(ref _newestTaken, emitted.UtcTicks);

    /// <summary>How long the oldest of the waiting events waits, at most.</summary>
    public TimeSpan OldestWait(int queueLength) => queueLength == 0
        ? TimeSpan.Zero
        : TimeSpan.FromTicks(Math.Max(0, time.GetUtcNow().Ticks - Math.Max(Volatile.Read(ref _newestTaken), Volatile.Read(ref _lastEmpty))));

    private static void Tick(WeakReference<EventBusMeasurements> weak)
    {
        if (weak.TryGetTarget(out var measurements)) measurements.Tick();
    }

    private void Tick()
    {
        // Of two ticks at once, as after a pause of the process, the second finds nothing to do.
        if (!Monitor.TryEnter(_ticking)) return;
        try
        {
            double seconds = time.GetElapsedTime(_ticked).TotalSeconds;
            if (seconds <= 0) return;
            _ticked = time.GetTimestamp();
            _sinceAging += seconds;
            bool ages = _sinceAging >= 60;
            if (ages) _sinceAging = 0;
            if (_queueLength!() == 0) Volatile.Write(ref _lastEmpty, time.GetUtcNow().Ticks);
            Interlocked.Exchange(ref _budget, Limit);
            foreach (var measured in Events) measured.Tick(seconds, ages);
            Volatile.Write(ref _age, _age + seconds);
        }
        finally
        {
            Monitor.Exit(_ticking);
        }
    }
}
