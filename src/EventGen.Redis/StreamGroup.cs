using System.Globalization;
using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>The commands of one consumer in one group of one stream. Thread safe.</summary>
internal sealed class StreamGroup(RedisConnection connection, string stream, string group, string consumer)
{
    private const string DeleteIdleConsumers =
        """
        for _, fields in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
            local c = {}
            for i = 1, #fields, 2 do c[fields[i]] = fields[i + 1] end
            if c.pending == 0 and (c.name == ARGV[2] or c.idle > tonumber(ARGV[3])) then
                redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], c.name)
            end
        end
        """;

    public string Stream => stream;

    public string Name => group;

    /// <summary>True for the answer of a server that has lost the group, or the stream with it; a read that waited is told in other words.</summary>
    public static bool IsMissing(Exception failure) =>
        failure is RedisServerException && (failure.Message.StartsWith("NOGROUP", StringComparison.Ordinal) || failure.Message.StartsWith("UNBLOCKED the stream key", StringComparison.Ordinal));

    /// <summary>Makes the group, and the stream, where they are not there.</summary>
    /// <param name="position">Where a new group begins to read: <c>$</c> for what comes from now on, <c>0</c> for all there is.</param>
    public async Task MakeAsync(string position)
    {
        try
        {
            await connection.ExecuteAsync("XGROUP", ["CREATE", stream, group, position, "MKSTREAM"]).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // It is there, which is the usual case.
        }
    }

    /// <summary>What to send to read entries that nobody in the group has, waiting for some.</summary>
    public object[] ReadArguments(int count, TimeSpan wait) =>
        ["GROUP", group, consumer, "COUNT", count, "BLOCK", (long)wait.TotalMilliseconds, "STREAMS", stream, ">"];

    public Task AcknowledgeAsync(IReadOnlyCollection<string> ids) => connection.ExecuteAsync("XACK", [stream, group, .. ids]);

    /// <summary>Says that entries are still being handled here.</summary>
    public Task RenewAsync(IReadOnlyCollection<string> ids) => connection.ExecuteAsync("XCLAIM", [stream, group, consumer, 0, .. ids, "JUSTID"]);

    /// <summary>Takes over entries that their consumers have left unattended.</summary>
    /// <returns>Where to go on (<c>0-0</c> at the end; there may be no entries before it), the entries, and how many are no longer in the stream.</returns>
    public async Task<(string Next, StreamEntry[] Entries, int Deleted)> ClaimAsync(string from, TimeSpan unattended, int count)
    {
        var reply = (RedisResult[])await connection.ExecuteAsync(
            "XAUTOCLAIM", [stream, group, consumer, (long)unattended.TotalMilliseconds, from, "COUNT", count]).ConfigureAwait(false);
        return ((string)reply[0], [.. StreamEntry.ReadAll(reply[1])], reply.Length > 2 ? ((RedisResult[])reply[2]).Length : 0);
    }

    /// <summary>How many entries nobody in the group has read yet; <see langword="null"/> when Redis cannot tell.</summary>
    public async Task<long?> LagAsync()
    {
        foreach (var fields in (RedisResult[])await connection.ExecuteAsync("XINFO", ["GROUPS", stream]).ConfigureAwait(false))
        {
            var values = ((RedisResult[])fields).Select(static value => value.IsNull ? null : (string)value).ToArray();
            int name = Array.IndexOf(values, "name"), lag = Array.IndexOf(values, "lag");
            if (name < 0 || lag < 0 || values[name + 1] != group) continue;
            return long.TryParse(values[lag + 1], NumberStyles.None, CultureInfo.InvariantCulture, out long entries) ? entries : null;
        }

        return null;
    }

    /// <summary>Takes this consumer off the group, unless something is pending for it: that would be lost with it.</summary>
    public Task LeaveAsync() => DeleteAsync(consumer, TimeSpan.MaxValue);

    /// <summary>Takes those consumers off the group that have not been seen for so long and have nothing pending: instances that never said that they left.</summary>
    public Task ForgetAsync(TimeSpan unseen) => DeleteAsync("", unseen);

    private Task DeleteAsync(string name, TimeSpan unseen) =>
        connection.ExecuteAsync("EVAL", [DeleteIdleConsumers, 1, stream, group, name, (long)unseen.TotalMilliseconds]);
}
