namespace EventGen;

/// <summary>The settings of one bus. Read once, when the bus is made; later changes have no effect.</summary>
public sealed class EventBusOptions
{
    /// <summary>The emitting application's name, carried as <see cref="EventMetadata.Source"/>.</summary>
    /// <value>Default: none; with hosting, the host's application name.</value>
    public string? Source { get; set; }

    /// <summary>How many accepted events may wait for a worker.</summary>
    /// <value>Default: 1000. At least 1.</value>
    public int QueueCapacity { get; set; } = 1000;

    /// <summary>How many queued events are handled at the same time.</summary>
    /// <value>Default: 5. At least 1.</value>
    public int Workers { get; set; } = 5;

    /// <summary>What happens to an event for which the queue has no room.</summary>
    /// <value>Default: <see cref="QueueFullMode.Wait"/>.</value>
    public QueueFullMode WhenQueueFull { get; set; } = QueueFullMode.Wait;

    /// <summary>How long a stop waits for accepted events before it cancels the handlers' tokens and reports what is left.</summary>
    /// <value>Default: 30 seconds. Not negative; <see cref="Timeout.InfiniteTimeSpan"/> waits without limit.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Where timestamps and waits come from.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>How many of its newest emissions each topic keeps, by the payload's type.</summary>
    internal Dictionary<Type, int> Kept { get; } = [];

    /// <summary>What a configuration holds that no setting can be read from, each as a sentence.</summary>
    internal List<string> ConfigurationFaults { get; } = [];

    /// <summary>Keeps the newest emissions of an event in memory, for the streams that ask for them with <see cref="EventStreamOptions.ReplayLast"/>.</summary>
    /// <remarks>An event that is kept takes a lock for a moment at each emit. Calling it again for the same event replaces the number.</remarks>
    /// <typeparam name="T">The payload, a type marked <c>[Event]</c>.</typeparam>
    /// <param name="count">How many to keep; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public void KeepLast<T>(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Kept[typeof(T)] = count;
    }

    /// <summary>Every setting that cannot work, each as a sentence that says what to change.</summary>
    internal IEnumerable<string> Faults()
    {
        foreach (string fault in ConfigurationFaults) yield return fault;
        if (QueueCapacity < 1) yield return $"{nameof(QueueCapacity)} is {QueueCapacity}; it must be at least 1.";
        if (QueueCapacity > MaxQueueCapacity) yield return $"{nameof(QueueCapacity)} is {QueueCapacity}; it must be at most {MaxQueueCapacity}.";
        if (Workers < 1) yield return $"{nameof(Workers)} is {Workers}; it must be at least 1.";
        if (!Enum.IsDefined(WhenQueueFull)) yield return $"{nameof(WhenQueueFull)} is {WhenQueueFull}; it must be one of {string.Join(", ", Enum.GetNames<QueueFullMode>())}.";
        if (DrainTimeout < TimeSpan.Zero && DrainTimeout != Timeout.InfiniteTimeSpan) yield return $"{nameof(DrainTimeout)} is {DrainTimeout}; it must not be negative.";
        if (TimeProvider is null) yield return $"{nameof(TimeProvider)} is null; leave it at TimeProvider.System.";
    }

    // The queue counts in an int and may go to twice its capacity.
    private const int MaxQueueCapacity = 1 << 29;
}
