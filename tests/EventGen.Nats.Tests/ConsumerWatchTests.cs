using NATS.Client.JetStream.Models;

namespace EventGen.Nats.Tests;

/// <summary>What a server does not tell of a consumer: the health tells it until it is over.</summary>
public sealed class ConsumerWatchTests
{
    private const string Secret = "hunter2-9c1f";

    private readonly LogRecorder _log = new();

    [Fact]
    public async Task AcknowledgementsThatAreRefused_AreTold_UntilTheyAreTaken()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync(Users(""" publish: ">" """));
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create($"nats://reader:{Secret}@127.0.0.1:{server.Port}"), log: _log);
        await using var sender = await Station.SenderAsync(NatsSettings.Create($"nats://writer:{Secret}@127.0.0.1:{server.Port}", static options => options.Receive = false));

        server.Configure(Users(""" publish: { allow: ">", deny: "$JS.ACK.>" } """));
        server.Reload();
        await Eventually.TrueAsync(
            async () =>
            {
                await sender.SendAsync(Parcel.New(1));   // until the server has read its settings
                return receiver.Bus.GetHealth().Publishers[0].LastError?.Contains("refuses acknowledgements", StringComparison.Ordinal) == true;
            },
            Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);
        Assert.Equal(1, _log.Count(181));

        server.Configure(Users(""" publish: ">" """));
        server.Reload();
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
    }

    [Fact]
    public async Task AHandlerThatNeverReturns_WhereTheConsumerHoldsBackAllOthers_IsTold_ByTheInstancesThatWait()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync();
        var gate = new AsyncGate();
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(server));
        await sender.SendAsync(Parcel.New(0));
        await server.RunAsync(static async context => await context.CreateConsumerAsync(NatsSettings.Stream, new ConsumerConfig("receiver") { MaxAckPending = 1, AckWait = TimeSpan.FromSeconds(1) }));
        await using var hung = await Station.ReceiverAsync(NatsSettings.Create(server), handling: async (_, token) => await gate.PassAsync(token));
        await gate.ReachedWithinAsync(Suite.Patience);
        await using var waiting = await Station.ReceiverAsync(NatsSettings.Create(server), log: _log);
        await sender.SendAsync(Parcel.Many(3));

        await NatsSettings.ToldAsync(waiting, "holds messages back", "max_ack_pending");
        Assert.Equal(1, _log.Count(182));

        gate.Open();
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => waiting.Bus.GetHealth().Status, Suite.Patience);
        await server.IsAcknowledgedAsync();
        Assert.Equal(4, hung.Parcels.Concat(waiting.Parcels).Distinct().Count());
    }

    private static string Users(string reader) =>
        $$"""authorization { users: [ { user: reader, password: "{{Secret}}", permissions: { {{reader}} } }, { user: writer, password: "{{Secret}}" } ] }""";
}
