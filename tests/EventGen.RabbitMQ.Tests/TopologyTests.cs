using RabbitMQ.Client;

namespace EventGen.RabbitMQ.Tests;

/// <summary>What is declared, checked, or left alone.</summary>
public sealed class TopologyTests : IAsyncLifetime
{
    private readonly LogRecorder _log = new();
    private Broker _broker = null!;

    public async ValueTask InitializeAsync() => _broker = new Broker(await Servers.SteadyAsync());

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
    }

    [Fact]
    public async Task AQueueThatExistsWithOtherProperties_IsTold_AndUsedOnceItIsGone()
    {
        await _broker.RunAsync(channel => channel.QueueDeclareAsync(_broker.Queue, durable: true, exclusive: false, autoDelete: false));
        await using var receiver = await Station.ReceiverAsync(_broker.Create(static options => options.Timeout = TimeSpan.FromSeconds(2)), log: _log, canReceive: false);

        await Eventually.ContainsAsync(["406", "It exists with other properties"], () => LastError(receiver), Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);
        Assert.Single(_log.Entries, static entry => entry.Id == 163 && entry.Text.Contains("406", StringComparison.Ordinal));   // told once, however often it is tried

        await _broker.RunAsync(channel => channel.QueueDeleteAsync(_broker.Queue, ifUnused: false, ifEmpty: false));
        await ReceivesAsync(receiver);
    }

    [Fact]
    public async Task Verify_TellsWhatIsMissing_MakesNothing_AndWorksOnceItIsThere()
    {
        await using var receiver = await Station.ReceiverAsync(_broker.Create(static options => (options.Topology, options.Timeout) = (RabbitMQTopology.Verify, TimeSpan.FromSeconds(2))), canReceive: false);

        await Eventually.ContainsAsync(["404"], () => LastError(receiver), Suite.Patience);
        Assert.Equal(-1, await _broker.ReadyAsync(_broker.Queue));

        await DeclareAsync();
        await ReceivesAsync(receiver, static options => options.Topology = RabbitMQTopology.Verify);
        Assert.Equal(-1, await _broker.ReadyAsync(_broker.DeadLetterQueue));
    }

    [Fact]
    public async Task None_UsesWhatIsThere()
    {
        await DeclareAsync();
        await using var receiver = await Station.ReceiverAsync(_broker.Create(static options => options.Topology = RabbitMQTopology.None));

        await ReceivesAsync(receiver, static options => options.Topology = RabbitMQTopology.None);
        Assert.Equal(-1, await _broker.ReadyAsync(_broker.DeadLetterQueue));
    }

    [Fact]
    public async Task ASingleActiveConsumer_KeepsTheOrderOverInstances()
    {
        Station[] instances = [await ReceiverAsync(), await ReceiverAsync()];
        await using var sender = await Station.SenderAsync(_broker.Create(static options => options.Receive = false));
        await sender.SendAsync(Parcel.Many(50));
        await Eventually.EqualAsync(50, () => instances.Sum(static instance => instance.Seen.Count), Suite.Patience);
        var active = Assert.Single(instances, static instance => instance.Seen.Count > 0);
        var next = instances.Single(instance => instance != active);

        await active.DisposeAsync();
        await sender.SendAsync(Parcel.Many(50, "next"));

        await next.HasAsync(50);
        Assert.Equal(Enumerable.Range(0, 50), next.Parcels.Select(static parcel => parcel.Number));
        await next.DisposeAsync();

        Task<Station> ReceiverAsync() => Station.ReceiverAsync(_broker.Create(static options => options.SingleActiveConsumer = true));
    }

    private async Task ReceivesAsync(Station receiver, Action<RabbitMQOptions>? configure = null)
    {
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        await using var sender = await Station.SenderAsync(_broker.Create(options =>
        {
            configure?.Invoke(options);
            options.Receive = false;
        }));
        await sender.SendAsync(Parcel.New(1));
        await receiver.HasAsync(1);
    }

    private Task DeclareAsync() => _broker.RunAsync(async channel =>
    {
        await channel.ExchangeDeclareAsync(_broker.Exchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(_broker.Queue, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(_broker.Queue, _broker.Exchange, "#");
    });

    private static string? LastError(Station station) => station.Bus.GetHealth().Publishers[0].LastError;
}
