using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace EventGen.Transports.Benchmarks.Routes;

/// <summary>NATS.Net, as somebody would write it who needs nothing else: a publish to a stream is confirmed, one to a subject flushed; what is received of a stream is acknowledged. Both have the headers of a CloudEvent.</summary>
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
        var id = NextId();
        var headers = new NatsHeaders();
        foreach (var (attribute, value) in Attributes(id)) headers[$"ce-{attribute}"] = value;
        headers["ce-datacontenttype"] = "application/json";
        if (isStream)
        {
            // By it, the stream knows a message that is sent again.
            headers["Nats-Msg-Id"] = id.ToString();
            headers["group"] = "sender";
            (await _streams!.PublishAsync($"{name}.{EventId}", Write(shipped), s_raw, headers: headers)).EnsureSuccess();
            return;
        }

        await _client.PublishAsync($"{name}.{EventId}", Write(shipped), headers, serializer: s_raw);
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
        using var handlers = new Handlers<NatsMsg<byte[]>>(message =>
        {
            Take(message.Headers!, message.Data);
            return default;
        });
        while (await subscription.Msgs.WaitToReadAsync(_stop.Token))
            while (subscription.Msgs.TryRead(out var message)) await handlers.AddAsync(message);
    }

    private async Task ReadStreamAsync()
    {
        using var handlers = new Handlers<INatsJSMsg<byte[]>>(message =>
        {
            Take(message.Headers!, message.Data);
            return message.AckAsync();
        });
        await foreach (var message in _consumer!.ConsumeAsync(s_raw, new NatsJSConsumeOpts { MaxMsgs = 256 }, _stop.Token)) await handlers.AddAsync(message);
    }

    private void Take(NatsHeaders headers, byte[]? payload) => Take(headers["ce-id"]!, headers["ce-type"]!, headers["ce-time"]!, payload);
}
