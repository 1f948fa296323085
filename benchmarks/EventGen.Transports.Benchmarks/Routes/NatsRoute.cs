using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>NATS.Net, as somebody would write it who needs nothing else: a publish to a stream is confirmed, one to a subject flushed; what is received of a stream is acknowledged.</summary>
internal sealed class NatsRoute(string address, string name, bool isStream) : Route
{
    private static readonly NatsRawSerializer<byte[]> s_raw = NatsRawSerializer<byte[]>.Default;

    private readonly CancellationTokenSource _stop = new();
    private readonly NatsConnection _client = new(new NatsOpts { Url = address });
    private readonly NatsConnection _receiving = new(new NatsOpts { Url = address });
    private NatsJSContext? _streams;
    private INatsJSConsumer? _consumer;
    private Task _reader = Task.CompletedTask;

    public override async Task PrepareAsync()
    {
        await _client.ConnectAsync();
        await _receiving.ConnectAsync();
        if (!isStream) return;
        _streams = new NatsJSContext(_client);
        await _streams.CreateStreamAsync(new StreamConfig(name, [$"{name}.>"]));
        _consumer = await new NatsJSContext(_receiving).CreateOrUpdateConsumerAsync(name, new ConsumerConfig(Group) { AckPolicy = ConsumerConfigAckPolicy.Explicit, MaxAckPending = 10_000 });
    }

    public override async Task ListenAsync()
    {
        if (isStream)
        {
            _reader = Task.Run(ReadStreamAsync);
            return;
        }

        var subscription = await _receiving.SubscribeCoreAsync<byte[]>($"{name}.>", serializer: s_raw);
        await _receiving.PingAsync();
        _reader = Task.Run(() => ReadAsync(subscription));
    }

    public override async ValueTask SendAsync(Shipped shipped)
    {
        if (isStream)
        {
            (await _streams!.PublishAsync($"{name}.benchmark.shipped", Write(shipped), s_raw)).EnsureSuccess();
            return;
        }

        await _client.PublishAsync($"{name}.benchmark.shipped", Write(shipped), serializer: s_raw);
        await _client.PingAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reader.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _client.DisposeAsync();
        await _receiving.DisposeAsync();
    }

    private async Task ReadAsync(INatsSub<byte[]> subscription)
    {
        while (await subscription.Msgs.WaitToReadAsync(_stop.Token))
            while (subscription.Msgs.TryRead(out var message)) Take(message.Data);
    }

    private async Task ReadStreamAsync()
    {
        await foreach (var message in _consumer!.ConsumeAsync(s_raw, new NatsJSConsumeOpts { MaxMsgs = 256 }, _stop.Token))
        {
            Take(message.Data);
            await message.AckAsync();
        }
    }
}
