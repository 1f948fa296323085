using System.Text.Json;
using EventGen.TestKit;
using StackExchange.Redis;

namespace EventGen.Benchmarks.Transports;

/// <summary>The same with the client alone, as somebody would write it who needs nothing else: payload as JSON, entries read in batches, each acknowledged.</summary>
internal sealed class BareRoute : Route
{
    private readonly CancellationTokenSource _stop = new();
    private ConnectionMultiplexer? _client;
    private ConnectionMultiplexer? _reading;
    private RedisMode _mode;
    private Task _reader = Task.CompletedTask;

    public override async Task ListenAsync(RedisServer server, RedisMode mode)
    {
        _mode = mode;
        _client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port}");
        if (mode == RedisMode.PubSub)
        {
            (await _client.GetSubscriber().SubscribeAsync(RedisChannel.Literal(Channel))).OnMessage(message => Take(message.Message!));
            return;
        }

        await _client.GetDatabase().StreamCreateConsumerGroupAsync(Channel, Group, "$");
        _reading = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port}");
        _reader = Task.Run(ReadAsync);
    }

    public override async ValueTask SendAsync(Shipped shipped)
    {
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(shipped, ShippedJson.Default.Shipped);
        if (_mode == RedisMode.PubSub) await _client!.GetSubscriber().PublishAsync(RedisChannel.Literal(Channel), payload);
        else await _client!.GetDatabase().StreamAddAsync(Channel, "data", payload, maxLength: 1_000_000, useApproximateMaxLength: true);
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
            var reply = await _reading!.GetDatabase().ExecuteAsync("XREADGROUP", "GROUP", Group, "me", "COUNT", 100, "BLOCK", 500, "STREAMS", Channel, ">");
            if (reply.IsNull) continue;
            List<RedisValue> acknowledged = [];
            foreach (var entry in (RedisResult[])reply[1]!)
            {
                Take(((RedisValue[])entry[1]!)[1]!);
                acknowledged.Add((RedisValue)entry[0]);
            }

            _ = _client!.GetDatabase().StreamAcknowledgeAsync(Channel, Group, [.. acknowledged]);
        }
    }

    private void Take(byte[] payload)
    {
        if (JsonSerializer.Deserialize(payload, ShippedJson.Default.Shipped) is not null) Count();
    }
}
