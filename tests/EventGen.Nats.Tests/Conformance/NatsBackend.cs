using System.Globalization;
using System.Text;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace EventGen.Nats.Tests.Conformance;

/// <summary>NATS with or without streams, with a server of its own.</summary>
/// <param name="isStream">Whether a stream keeps the messages.</param>
internal sealed class NatsBackend(bool isStream) : Backend
{
    private NatsServer? _server;

    public override Capabilities Capabilities => Capabilities.HasServer | (isStream ? Capabilities.Persists : Capabilities.Broadcasts);

    public override TimeSpan ClaimAfter => TimeSpan.FromSeconds(1);

    public override async Task StartAsync()
    {
        NatsServer.Require();
        _server = await NatsServer.StartNewAsync();
    }

    public override IEventTransport Create(string channel = "parcels", UnknownEventMode unknownEvents = UnknownEventMode.DeadLetter) => new NatsTransport(Parcel.Wire, options =>
    {
        options.Address = _server!.Address;
        options.Subject = Subject(channel);
        options.Stream = isStream ? Subject(channel) : null;
        options.Receive = true;
        options.UnknownEvents = unknownEvents;
        options.AckWait = ClaimAfter;

        // A receiver whose subscription takes longer than this has started without it: a busy machine needs its time.
        options.Timeout = TimeSpan.FromSeconds(10);
    });

    public override async Task PutAsync(byte[] wire, string channel = "parcels")
    {
        await using var connection = new NatsConnection(new NatsOpts { Url = _server!.Address });
        string subject = $"{Subject(channel)}.conformance.parcel";
        if (isStream) (await new NatsJSContext(connection).PublishAsync(subject, wire, NatsRawSerializer<byte[]>.Default)).EnsureSuccess();
        else await connection.PublishAsync(subject, wire, serializer: NatsRawSerializer<byte[]>.Default);
        await connection.PingAsync();
    }

    public override Task RestartAsync() => _server!.RestartAsync();

    public override Task StopServerAsync() => _server!.KillAsync();

    public override void Freeze() => _server!.Freeze();

    public override void Thaw() => _server!.Thaw();

    public override async Task<string> DescribeAsync()
    {
        var text = new StringBuilder();
        await using var connection = new NatsConnection(new NatsOpts { Url = _server!.Address });
        await foreach (var stream in new NatsJSContext(connection).ListStreamsAsync())
        {
            var state = stream.Info.State;
            text.AppendLine(CultureInfo.InvariantCulture, $"stream '{stream.Info.Config.Name}', created {stream.Info.Created:O}: messages {state.Messages}, first {state.FirstSeq}, last {state.LastSeq} at {state.LastTs}, deleted {state.NumDeleted}");
            await foreach (var consumer in stream.ListConsumersAsync())
            {
                var info = consumer.Info;
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"  consumer '{info.Name}', created {info.Created:O}, from {info.Config.DeliverPolicy} {info.Config.OptStartSeq}: pending {info.NumPending}, unacknowledged {info.NumAckPending}, redelivered {info.NumRedelivered}, requests {info.NumWaiting}, "
                    + $"delivered {info.Delivered.ConsumerSeq}/{info.Delivered.StreamSeq}, acknowledged up to {info.AckFloor.ConsumerSeq}/{info.AckFloor.StreamSeq}");
            }
        }

        return text.ToString();
    }

    public override ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;

    private static string Subject(string channel) => channel.Replace(' ', '-');
}
