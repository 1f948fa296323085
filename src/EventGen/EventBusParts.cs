using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>What a bus is made of besides its modules and options, once it has been made. Not thread safe.</summary>
internal sealed class EventBusParts
{
    private static readonly TimeSpan s_discardTimeout = TimeSpan.FromSeconds(5);

    // Publishers, the outbox and the store of dead letters, if somebody was asked to make them for this bus.
    private readonly List<object> _made = [];

    /// <summary>By name.</summary>
    public Dictionary<string, IEventPublisher> Publishers { get; } = new(StringComparer.Ordinal);

    /// <summary>The outermost first; with the event of those that are for one.</summary>
    public List<AddedMiddleware> Middleware { get; } = [];

    public List<IEventMetadataSource> MetadataSources { get; } = [];

    public IDeadLetterStore? DeadLetterStore { get; private set; }

    public IOutboxEngine? Outbox { get; private set; }

    /// <summary>False where the container disposes the store.</summary>
    public bool OwnsDeadLetterStore { get; private set; } = true;

    /// <summary>Adds a publisher that somebody else has made.</summary>
    /// <exception cref="ArgumentException">It has no name, or that of another.</exception>
    public void Add(IEventPublisher publisher)
    {
        if (string.IsNullOrWhiteSpace(publisher.Name))
            throw new ArgumentException($"{publisher.GetType().Name} has no name; events refer to a publisher by its name.", nameof(publisher));
        if (NameRule.Fault($"The name of {publisher.GetType().Name}", publisher.Name) is { } fault) throw new ArgumentException(fault, nameof(publisher));

        // Keys of a configuration know no case: two such publishers would share their settings.
        foreach (string other in Publishers.Keys)
        {
            if (!string.Equals(other, publisher.Name, StringComparison.OrdinalIgnoreCase)) continue;
            throw new ArgumentException(
                other == publisher.Name ? $"There is a publisher named '{publisher.Name}' already; give this one another name."
                : $"There is a publisher named '{other}' already, which differs from '{publisher.Name}' in case only; give this one another name.",
                nameof(publisher));
        }

        Publishers.Add(publisher.Name, publisher);
    }

    /// <summary>Adds a publisher that was made for this bus.</summary>
    /// <inheritdoc cref="Add"/>
    public void AddMade(IEventPublisher publisher)
    {
        _made.Add(publisher);
        Add(publisher);
    }

    /// <summary>Adds an outbox that was made for this bus.</summary>
    /// <exception cref="ArgumentException">There is one.</exception>
    public void UseMade(IOutboxEngine outbox)
    {
        _made.Add(outbox);
        Outbox = Outbox is null ? outbox : throw new ArgumentException("The bus has an outbox already; it can have one. Take out one of the calls that add it.", nameof(outbox));
    }

    public void Use(IDeadLetterStore store, bool isOwned) => (DeadLetterStore, OwnsDeadLetterStore) = (store, isOwned);

    /// <summary>Keeps dead letters in a store that was made for this bus.</summary>
    public void UseMade(IDeadLetterStore store)
    {
        _made.Add(store);
        Use(store, isOwned: true);
    }

    /// <summary>There will be no bus: disposes what was made for it. Returns within 5 s, and throws nothing.</summary>
    /// <param name="logger">Is told what they throw.</param>
    public void Discard(ILogger logger)
    {
        // Neither what they throw nor how long they take may hide why there is no bus.
        Task closing = Task.WhenAll(_made.Select(made => Task.Run(() => CloseAsync(made, logger))));
        ((IAsyncResult)closing).AsyncWaitHandle.WaitOne(s_discardTimeout);
    }

    private static async Task CloseAsync(object made, ILogger logger)
    {
        try
        {
            if (made is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync().ConfigureAwait(false);
            else if (made is IDisposable disposable) disposable.Dispose();
        }
        catch (Exception exception)
        {
            if (made is IOutboxEngine) logger.OutboxStopFailed(exception);
            else if (made is IDeadLetterStore) logger.DeadLetterStoreCloseFailed(exception);
            else logger.PublisherCloseFailed(exception, made.GetType().Name);
        }
    }
}
