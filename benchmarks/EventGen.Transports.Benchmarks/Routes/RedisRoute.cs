using StackExchange.Redis;

namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>StackExchange.Redis, as somebody would write it who needs nothing else: payload as JSON, entries read in batches, each batch acknowledged.</summary>
internal sealed class RedisRoute(string address, string channel, bool isStream) : Route
{
    private readonly CancellationTokenSource _stop = new();
    private ConnectionMultiplexer? _client;
    private ConnectionMultiplexer? _reading;
    private Task _reader = Task.CompletedTask;

    public override async Task PrepareAsync()
    {
        _client = await ConnectionMultiplexer.ConnectAsync(address);
        if (isStream) await _client.GetDatabase().StreamCreateConsumerGroupAsync(channel, Group, "$");
    }

    public override async Task ListenAsync()
    {
        if (!isStream)
        {
            (await _client!.GetSubscriber().SubscribeAsync(RedisChannel.Literal(channel))).OnMessage(message => Take((byte[])message.Message!));
            return;
        }

        _reading = await ConnectionMultiplexer.ConnectAsync(address);
        _reader = Task.Run(ReadAsync);
    }

    public override async ValueTask SendAsync(Shipped shipped)
    {
        if (isStream) await _client!.GetDatabase().StreamAddAsync(channel, "data", Write(shipped), maxLength: 1_000_000, useApproximateMaxLength: true);
        else await _client!.GetSubscriber().PublishAsync(RedisChannel.Literal(channel), Write(shipped));
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reader;
        _client?.Dispose();
        _reading?.Dispose();
    }

    private async Task ReadAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var reply = await _reading!.GetDatabase().ExecuteAsync("XREADGROUP", "GROUP", Group, "me", "COUNT", 100, "BLOCK", 500, "STREAMS", channel, ">");
            if (reply.IsNull) continue;
            List<RedisValue> acknowledged = [];
            foreach (var entry in (RedisResult[])reply[1]!)
            {
                Take((byte[])((RedisValue[])entry[1]!)[1]!);
                acknowledged.Add((RedisValue)entry[0]);
            }

            _ = _client!.GetDatabase().StreamAcknowledgeAsync(channel, Group, [.. acknowledged]);
        }
    }
}
