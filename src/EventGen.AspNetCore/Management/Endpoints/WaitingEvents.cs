namespace EventGen.AspNetCore.Management;

/// <summary>What waits in the outbox at one moment, for a trace.</summary>
internal sealed class WaitingEvents
{
    public const string Unknown = "unknown";

    private const int PageSize = 200;

    // The oldest thousand: a trace is looked at while little waits, or for what waits long.
    private const int MaxRead = 1000;

    // Each is a query.
    private const int MaxAsked = 100;

    private readonly EventOutbox? _outbox;
    private readonly Dictionary<Guid, OutboxEntry> _entries = [];
    private int _asked;

    private WaitingEvents(EventOutbox? outbox) => _outbox = outbox;

    /// <summary>Whether nothing else waits.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Reads the oldest, and where others wait too, the emission with this id.</summary>
    public static async ValueTask<WaitingEvents> ReadAsync(EventBus bus, string id, CancellationToken cancellationToken)
    {
        if (!bus.Outbox.HasStore || bus.State != EventBusState.Started) return new WaitingEvents(outbox: null) { IsComplete = !bus.Outbox.HasStore };
        var waiting = new WaitingEvents(bus.Outbox);
        try
        {
            long? after = null;
            while (waiting._entries.Count < MaxRead && !waiting.IsComplete)
            {
                var page = await bus.Outbox.ListAsync(new OutboxFilter { After = after, Take = PageSize }, cancellationToken).ConfigureAwait(false);
                foreach (var entry in page) waiting._entries[entry.Id] = entry;
                waiting.IsComplete = page.Count < PageSize;
                after = page.Count > 0 ? page[^1].Position : after;
            }

            if (waiting.IsComplete || !Guid.TryParse(id, out var emissionId)) return waiting;
            foreach (var entry in await bus.Outbox.ListAsync(new OutboxFilter { Id = emissionId, Take = 1 }, cancellationToken).ConfigureAwait(false)) waiting._entries[entry.Id] = entry;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Health says that the store does not answer; what this process has seen is told all the same.
        }

        return waiting;
    }

    /// <summary>What belongs to a correlation id, or is the emission with that id.</summary>
    public IEnumerable<OutboxEntry> Of(string id) =>
        _entries.Values.Where(entry => entry.Metadata.CorrelationId == id || entry.Metadata.CausationId == id || entry.Id.ToString() == id);

    /// <summary>Where a durable event is that this process has seen: its state in the outbox, <see langword="null"/> when it is not there, "unknown" while the store does not answer.</summary>
    public async ValueTask<string?> StateOfAsync(Guid id, CancellationToken cancellationToken)
    {
        if (_outbox is null) return Unknown;
        if (_entries.TryGetValue(id, out var known)) return StateOf(known);
        if (IsComplete) return null;
        if (++_asked > MaxAsked) return Unknown;
        try
        {
            var found = await _outbox.ListAsync(new OutboxFilter { Id = id, Take = 1 }, cancellationToken).ConfigureAwait(false);
            return found.Count == 0 ? null : StateOf(found[0]);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return Unknown;
        }
    }

    public static string StateOf(OutboxEntry entry) => entry.State.ToString().ToLowerInvariant();
}
