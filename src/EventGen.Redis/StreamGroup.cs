using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>The commands of one consumer in one group of one stream. Thread safe.</summary>
/// <param name="connection">For everything but reading.</param>
/// <param name="reading">For reading alone: a read that waits holds up everything behind it on its connection.</param>
/// <param name="stream">The stream's key.</param>
/// <param name="group">The group's name.</param>
/// <param name="consumer">The consumer's name.</param>
internal sealed class StreamGroup(RedisConnection connection, RedisConnection reading, string stream, string group, string consumer)
{
    /// <summary>Before the first entry of a stream.</summary>
    public const string Beginning = "0";

    private readonly RedisKey _key = stream;
    private readonly RedisKey[] _keys = [stream];

    public string Stream => stream;

    public string Name => group;

    /// <summary>True for the answer of a server that has lost the group, or the stream with it; a read that waited is told in other words.</summary>
    public static bool IsMissing(Exception failure) =>
        failure is RedisServerException && (failure.Message.StartsWith("NOGROUP", StringComparison.Ordinal) || failure.Message.StartsWith("UNBLOCKED the stream key", StringComparison.Ordinal));

    /// <summary>The id of the last entry that the stream has had; <see cref="Beginning"/> where there is no stream.</summary>
    public async Task<string> LastIdAsync() =>
        (string?)await connection.RunAsync(database => database.ScriptEvaluateAsync(StreamScripts.LastId, _keys)).ConfigureAwait(false) ?? Beginning;

    /// <summary>Makes the group, and the stream, where they are not there.</summary>
    /// <param name="position">The id behind which a new group begins to read.</param>
    public async Task MakeAsync(string position)
    {
        try
        {
            await connection.RunAsync(database => database.StreamCreateConsumerGroupAsync(_key, group, position, createStream: true)).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // It is there, which is the usual case.
        }
    }

    /// <summary>Reads entries that nobody in the group has, as many as there are, and tells in the same step how far the group is.</summary>
    public Task<(ReceivedEntry[] Entries, GroupProgress Progress)> ReadAsync(int count) => reading.RunAsync(async database =>
    {
        var transaction = database.CreateTransaction();
        var progress = transaction.ScriptEvaluateAsync(StreamScripts.Progress, _keys, [group]);
        var read = transaction.ExecuteAsync("XREADGROUP", ReadArguments(count));
        await transaction.ExecuteAsync().ConfigureAwait(false);
        await Task.WhenAll((Task)progress, read).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var entries = ReceivedEntry.OfRead(await read.ConfigureAwait(false));

        // What has been read is handled, though the server does not tell how far the group is: who looks for that alone is told why.
        var before = progress.IsCompletedSuccessfully ? ProgressOf(await progress.ConfigureAwait(false)) : new GroupProgress(null, 0);
        return (entries, before with { Unread = before.Unread - entries.Length });
    });

    /// <summary>Reads entries that nobody in the group has, waiting for some.</summary>
    public async Task<ReceivedEntry[]> WaitAsync(int count, TimeSpan limit) =>
        ReceivedEntry.OfRead(await reading.RunAsync(database => database.ExecuteAsync("XREADGROUP", ReadArguments(count, "BLOCK", (long)limit.TotalMilliseconds))).ConfigureAwait(false));

    public Task AcknowledgeAsync(IReadOnlyCollection<string> ids) =>
        connection.RunAsync(database => database.StreamAcknowledgeAsync(_key, group, Values(ids)));

    /// <summary>Says that entries are still being handled here.</summary>
    /// <returns>Those that are pending still: the others somebody has acknowledged, or the stream has deleted.</returns>
    public async Task<IEnumerable<string>> RenewAsync(IReadOnlyCollection<string> ids)
    {
        var pending = await connection.RunAsync(database => database.StreamClaimIdsOnlyAsync(_key, group, consumer, 0, Values(ids))).ConfigureAwait(false);
        return pending.Select(static id => (string)id!);
    }

    /// <summary>Takes over entries that their consumers have left unattended.</summary>
    /// <param name="from">Where to go on: <c>-</c>, or what the last call returned.</param>
    /// <param name="unattended">For how long they have been.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="largest">The size in bytes of the largest message that is fetched.</param>
    /// <param name="alone">An entry that was delivered so often is taken alone.</param>
    /// <returns>Where to go on, <see langword="null"/> at the end; the entries; and the ids of those that are no longer in the stream.</returns>
    public async Task<(string? Next, ReceivedEntry[] Entries, string[] Deleted)> ClaimAsync(string from, TimeSpan unattended, int count, long largest, long alone)
    {
        var reply = await connection.RunAsync(database => database.ScriptEvaluateAsync(
            StreamScripts.Claim, _keys, [group, consumer, (long)unattended.TotalMilliseconds, from, count, largest, alone, largest])).ConfigureAwait(false);
        string last = (string)reply[0]!;
        return (last.Length == 0 ? null : $"({last}", ReceivedEntry.OfClaim(reply[1]), (string[])reply[2]!);
    }

    /// <summary>Leaves an entry to whoever claims it. Its last delivery does not count.</summary>
    /// <returns>False when the stream has deleted it, so that nobody will.</returns>
    public async Task<bool> ReturnAsync(string id) =>
        (long)await connection.RunAsync(database => database.ScriptEvaluateAsync(StreamScripts.Return, _keys, [group, consumer, id])).ConfigureAwait(false) >= 0;

    /// <summary>How far the group is.</summary>
    public async Task<GroupProgress> ProgressAsync() =>
        ProgressOf(await connection.RunAsync(database => database.ScriptEvaluateAsync(StreamScripts.Progress, _keys, [group])).ConfigureAwait(false));

    /// <summary>Takes this consumer off the group, unless something is pending for it: that would be lost with it.</summary>
    public Task LeaveAsync() => DeleteAsync(consumer, TimeSpan.MaxValue);

    /// <summary>Takes those consumers off the group that have not been seen for so long and have nothing pending: instances that never said that they left.</summary>
    public Task ForgetAsync(TimeSpan unseen) => DeleteAsync("", unseen);

    private Task DeleteAsync(string name, TimeSpan unseen) =>
        connection.RunAsync(database => database.ScriptEvaluateAsync(StreamScripts.DeleteIdleConsumers, _keys, [group, name, (long)unseen.TotalMilliseconds]));

    private object[] ReadArguments(int count, params object[] waiting) => ["GROUP", group, consumer, "COUNT", count, .. waiting, "STREAMS", _key, ">"];

    private static GroupProgress ProgressOf(RedisResult reply) => new((long)reply[0] is >= 0 and var unread ? unread : null, (long)reply[1]);

    private static RedisValue[] Values(IReadOnlyCollection<string> ids) => [.. ids.Select(static id => (RedisValue)id)];
}
