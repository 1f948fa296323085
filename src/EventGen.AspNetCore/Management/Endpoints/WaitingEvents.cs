namespace EventGen.AspNetCore.Management;

/// <summary>What waits in the outbox at one moment, for a trace.</summary>
internal sealed class WaitingEvents : IDisposable
{
    public const string Unknown = "unknown";

    private const int PageSize = 200;

    // The oldest thousand: a trace is looked at while little waits, or for what waits long.
    private const int MaxRead = 1000;

    private readonly EventOutbox? _outbox;
    private readonly OptionalQuestions _store;
    private readonly Dictionary<Guid, OutboxEntry> _entries = [];

    private WaitingEvents(EventOutbox? outbox, OptionalQuestions store) => (_outbox, _store) = (outbox, store);

    /// <summary>Whether nothing else waits.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Reads the oldest, and where others wait too, the emission with this id.</summary>
    public static async ValueTask<WaitingEvents> ReadAsync(EventBus bus, string id, CancellationToken cancellationToken)
    {
        bool canRead = bus.Outbox.HasStore && bus.State == EventBusState.Started;
        var waiting = new WaitingEvents(canRead ? bus.Outbox : null, new OptionalQuestions(cancellationToken)) { IsComplete = !bus.Outbox.HasStore };
        long? after = null;
        while (canRead && waiting._entries.Count < MaxRead && !waiting.IsComplete)
        {
            if (await waiting.ListAsync(new OutboxFilter { After = after, Take = PageSize }).ConfigureAwait(false) is not { } page) return waiting;
            waiting.IsComplete = page.Count < PageSize;
            after = page.Count > 0 ? page[^1].Position : after;
        }

        if (!waiting.IsComplete && Guid.TryParse(id, out var emissionId)) await waiting.ListAsync(new OutboxFilter { Id = emissionId, Take = 1 }).ConfigureAwait(false);
        return waiting;
    }

    /// <summary>What belongs to a correlation id, or is the emission with that id.</summary>
    public IEnumerable<OutboxEntry> Of(string id) =>
        _entries.Values.Where(entry => entry.Metadata.CorrelationId == id || entry.Metadata.CausationId == id || entry.Id.ToString() == id);

    /// <summary>Where a durable event is that this process has seen: its state in the outbox, <see langword="null"/> when it is not there, "unknown" while the store does not answer.</summary>
    public async ValueTask<string?> StateOfAsync(Guid id)
    {
        if (_outbox is null) return Unknown;
        if (_entries.TryGetValue(id, out var known)) return StateOf(known);
        if (IsComplete) return null;
        var found = await _store.AskFurtherAsync(token => _outbox.ListAsync(new OutboxFilter { Id = id, Take = 1 }, token)).ConfigureAwait(false);
        return found is null ? Unknown : found.Count == 0 ? null : StateOf(found[0]);
    }

    public static string StateOf(OutboxEntry entry) => entry.State.ToString().ToLowerInvariant();

    public void Dispose() => _store.Dispose();

    // Keeps what it reads; null while the store does not answer.
    private async ValueTask<IReadOnlyList<OutboxEntry>?> ListAsync(OutboxFilter filter)
    {
        if (_outbox is null) return null;
        var page = await _store.AskAsync(token => _outbox.ListAsync(filter, token)).ConfigureAwait(false);
        foreach (var entry in page ?? []) _entries[entry.Id] = entry;
        return page;
    }
}
