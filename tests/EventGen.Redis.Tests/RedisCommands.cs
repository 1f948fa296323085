using StackExchange.Redis;

namespace EventGen.Redis.Tests;

/// <summary>What the tests ask a server.</summary>
internal static class RedisCommands
{
    public const string Stream = "parcels", Group = "receiver";

    public static Task<long> LengthAsync(this IDatabase database) => database.StreamLengthAsync(Stream);

    /// <summary>How many entries have been read and are not acknowledged.</summary>
    public static async Task<long> PendingAsync(this IDatabase database) => (await database.StreamPendingAsync(Stream, Group)).PendingMessageCount;

    /// <summary>Waits until as many entries are pending.</summary>
    public static Task PendsAsync(this IDatabase database, long entries, TimeSpan? limit = null) =>
        Deadline.WithinAsync(WaitAsync(database, entries), $"{entries} entries to be pending", limit ?? Suite.Patience);

    /// <summary>What is in the stream, each entry's message.</summary>
    public static async Task<string[]> MessagesAsync(this IDatabase database) =>
        [.. (await database.StreamRangeAsync(Stream)).Select(static entry => (string)entry["data"]!)];

    private static async Task WaitAsync(IDatabase database, long entries)
    {
        while (await database.PendingAsync() != entries) await Task.Delay(10, TestContext.Current.CancellationToken);
    }
}
