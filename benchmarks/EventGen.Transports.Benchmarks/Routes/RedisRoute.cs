using StackExchange.Redis;

namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>StackExchange.Redis, as somebody would write it who needs nothing else: entries are read in batches, and each batch is acknowledged when it has been handled. It sends and receives over connections apart, as two applications do.</summary>
internal sealed class RedisRoute(string address, string channel, bool isStream) : Route
{
    private readonly CancellationTokenSource _stop = new();
    private ConnectionMultiplexer? _client;
    private ConnectionMultiplexer? _receiving;
    private ConnectionMultiplexer? _reading;
    private Handlers<(byte[] Message, Batch? Batch)>? _handlers;
    private Task _reader = Task.CompletedTask;

    public override async Task PrepareAsync()
    {
        _client = await ConnectionMultiplexer.ConnectAsync(address);
        if (isStream) await _client.GetDatabase().StreamCreateConsumerGroupAsync(channel, Group, "$");
    }

    public override async Task ListenAsync()
    {
        _receiving = await ConnectionMultiplexer.ConnectAsync(address);
        var acknowledging = _receiving.GetDatabase();
        _handlers = new(received =>
        {
            TakeEnvelope(received.Message);
            if (received.Batch is { } batch && Interlocked.Decrement(ref batch.Left) == 0) _ = acknowledging.StreamAcknowledgeAsync(channel, Group, batch.Ids);
            return default;
        });
        if (!isStream)
        {
            (await _receiving.GetSubscriber().SubscribeAsync(RedisChannel.Literal(channel))).OnMessage(message => _handlers.AddAsync(((byte[])message.Message!, null)).AsTask());
            return;
        }

        _reading = await ConnectionMultiplexer.ConnectAsync(address);
        _reader = Task.Run(ReadAsync);
    }

    public override async ValueTask SendAsync(Shipped shipped)
    {
        if (isStream) await _client!.GetDatabase().StreamAddAsync(channel, [new("group", "sender"), new("data", WriteEnvelope(shipped))], maxLength: 1_000_000, useApproximateMaxLength: true);
        else await _client!.GetSubscriber().PublishAsync(RedisChannel.Literal(channel), WriteEnvelope(shipped));
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reader;
        _handlers?.Dispose();
        _client?.Dispose();
        _receiving?.Dispose();
        _reading?.Dispose();
    }

    private async Task ReadAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var reply = await _reading!.GetDatabase().ExecuteAsync("XREADGROUP", "GROUP", Group, "me", "COUNT", 100, "BLOCK", 500, "STREAMS", channel, ">");
            if (reply.IsNull) continue;
            var entries = (RedisResult[])reply[1]!;
            var batch = new Batch([.. entries.Select(static entry => (RedisValue)entry[0])]);
            foreach (var entry in entries) await _handlers!.AddAsync(((byte[])((RedisValue[])entry[1]!)[3]!, batch));
        }
    }

    private sealed class Batch(RedisValue[] ids)
    {
        // Interlocked only.
        public int Left = ids.Length;

        public RedisValue[] Ids => ids;
    }
}
