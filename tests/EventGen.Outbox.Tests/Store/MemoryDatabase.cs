namespace EventGen.Outbox.Tests;

/// <summary>The tables of an outbox in memory: what survives when a process dies. Everything is under its lock.</summary>
internal sealed class MemoryDatabase(TimeProvider time)
{
    public TimeProvider Time => time;

    public DateTimeOffset Now => time.GetUtcNow();

    public SortedDictionary<long, MemoryRow> Rows { get; } = [];

    public List<(int Id, OutboxRouteKey Key, DateTimeOffset Seen)> Routes { get; } = [];

    /// <summary>Order key to the epoch that holds it.</summary>
    public Dictionary<string, long> Keys { get; } = [];

    /// <summary>Epoch to the instance and the end of its lease.</summary>
    public Dictionary<long, (string Instance, DateTimeOffset Until)> Instances { get; } = [];

    public Dictionary<(Guid Id, string Target), DateTimeOffset> Inbox { get; } = [];

    public Dictionary<Guid, OutboxDeadLetter> DeadLetters { get; } = [];

    /// <summary>What handlers wrote in their transactions.</summary>
    public List<string> Effects { get; } = [];

    public long LastPosition { get; set; }

    public long LastEpoch { get; set; }

    /// <summary>Told when somebody commits; processes that died are still in it.</summary>
    public List<Action> Wakes { get; } = [];

    public bool IsAccepted(Guid id) =>
        Rows.Values.Any(row => row.Row.Id == id) || Inbox.ContainsKey((id, "")) || DeadLetters.Values.Any(deadLetter => deadLetter.EmissionId == id && deadLetter.Kind != DeadLetterKind.RejectedMessage);

    public void WakeAll()
    {
        foreach (var wake in Wakes.ToArray()) wake();
    }

    /// <summary>Frees what an epoch held.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="crashDelay">The delay of what was started, where its process has died.</param>
    /// <returns>How many rows.</returns>
    public int Free(long epoch, TimeSpan? crashDelay)
    {
        int freed = 0;
        foreach (var row in Rows.Values.Where(row => row.Row.Owner == epoch))
        {
            bool counts = crashDelay is not null && (row.Row.Crashes == 0 || row.IsStarted);
            var due = crashDelay is { } delay && row.IsStarted ? Now + (delay * row.Row.Crashes) : row.Row.Due;
            row.Row = row.Row with { Owner = null, Due = due, Crashes = row.Row.Crashes + (counts ? 1 : 0) };
            row.IsStarted = false;
            freed++;
        }

        foreach (string key in Keys.Where(key => key.Value == epoch).Select(static key => key.Key).ToArray()) Keys.Remove(key);
        Instances.Remove(epoch);
        return freed;
    }
}
