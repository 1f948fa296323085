namespace EventGen;

/// <summary>Keeps what is published in memory, for tests. Thread safe.</summary>
public sealed class MemoryPublisher : IEventPublisher
{
    private readonly object _gate = new();
    private readonly List<EventMessage> _messages = [];

    /// <summary>Makes a publisher with a name.</summary>
    /// <param name="name">The name that events refer to.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank, or has a line break or another control character.</exception>
    public MemoryPublisher(string name)
    {
        NameRule.Check(name, nameof(name));
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>What has been published so far, in order; a copy that does not change.</summary>
    public IReadOnlyList<EventMessage> Messages
    {
        get
        {
            lock (_gate) return [.. _messages];
        }
    }

    /// <summary>Forgets what has been published.</summary>
    public void Clear()
    {
        lock (_gate) _messages.Clear();
    }

    /// <inheritdoc/>
    public ValueTask PublishAsync(EventMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_gate) _messages.Add(message);
        return default;
    }

    /// <summary>Does nothing: the messages stay readable.</summary>
    public ValueTask DisposeAsync() => default;
}
