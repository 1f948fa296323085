using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EventGen.Cli.Screens;
using EventGen.Redis;
using StackExchange.Redis;

namespace EventGen.Cli.Tailing;

/// <summary>The messages that are published over a Redis from now on. It joins no group and takes nothing from anybody.</summary>
internal static class RedisTail
{
    private const int Capacity = 1_000;

    // As EventGen.Redis calls it.
    private const string DataField = "data";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Each message as it is on the wire. A channel's are those of pub/sub; where the name is a stream's, its new entries.</summary>
    /// <param name="text">The address.</param>
    /// <param name="channel">The channel or the stream's key.</param>
    /// <param name="connected">Called when whatever is published from then on is seen.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CommandException">The address is none, or Redis cannot be reached.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ListenAsync(string text, string channel, Action<string> connected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!RedisAddress.TryParse(text, out var address, out string? reason)) throw new CommandException($"--redis {reason}");
        await using var redis = await ConnectAsync(address);
        var database = redis.GetDatabase();
        bool isStream = await AskAsync(address, () => database.KeyTypeAsync(channel)) == RedisType.Stream;
        var messages = isStream ? StreamAsync(database, address, channel, connected, cancellationToken) : ChannelAsync(redis, address, channel, connected, cancellationToken);
        await foreach (var message in messages) yield return message;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ChannelAsync(
        ConnectionMultiplexer redis, RedisAddress address, string channel, Action<string> connected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Whoever reads more slowly than they come loses the oldest, and costs neither Redis nor this process more memory.
        var received = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });
        await AskAsync(address, async () =>
        {
            await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal(channel), (_, value) => received.Writer.TryWrite(value!));
            return true;
        });
        connected($"the channel '{channel}'");
        await foreach (byte[] message in received.Reader.ReadAllAsync(cancellationToken)) yield return message;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> StreamAsync(
        IDatabase database, RedisAddress address, string stream, Action<string> connected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = await AskAsync(address, () => database.StreamRangeAsync(stream, count: 1, messageOrder: Order.Descending));
        RedisValue position = last.Length > 0 ? last[0].Id : "0-0";
        connected($"the stream '{stream}'");
        while (true)
        {
            RedisValue from = position;
            var entries = await AskAsync(address, () => database.StreamReadAsync(stream, from, count: 100));
            foreach (var entry in entries)
            {
                position = entry.Id;
                if (entry[DataField] is { IsNull: false } message) yield return (byte[])message!;
            }

            if (entries.Length == 0) await Task.Delay(s_pause, TimeProvider.System, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static async Task<ConnectionMultiplexer> ConnectAsync(RedisAddress address)
    {
        var configuration = address.ToConfiguration(s_timeout);
        configuration.AbortOnConnectFail = true;   // nobody waits for a server that is not there
        configuration.BacklogPolicy = BacklogPolicy.Default;   // the connection that subscribes may come a moment later
        return await AskAsync(address, () => ConnectionMultiplexer.ConnectAsync(configuration));
    }

    private static async Task<T> AskAsync<T>(RedisAddress address, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            throw new CommandException(Printable.Of($"Redis at {address} cannot be used: {address.WithoutPassword(exception.Message)}").Split('\n')[0]);
        }
    }
}
