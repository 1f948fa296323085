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
    public async Task OneThatOnlyPublishes_TellsOfAMissingExchange_BeforeItPublishes_UntilItIsThere()
    {
        await using var sender = await SenderAsync(RabbitMQTopology.Verify);

        string told = $"exchange '{_broker.Exchange}' cannot be used: 404 NOT_FOUND - no exchange '{_broker.Exchange}' in vhost '/'. Set Topology to Declare, or make it.";
        await Eventually.EqualAsync(told, () => LastError(sender), Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, sender.Bus.GetHealth().Status);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);   // it has looked again meanwhile
        Assert.Equal((told, 1), (LastError(sender), _log.Count(201)));

        await DeclareExchangeAsync(ExchangeType.Topic);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
    }

    [Fact]
    public async Task OneThatOnlyPublishes_TellsOfAnExchangeThatItCannotDeclare_AndDeclaresIt_BeforeItPublishes()
    {
        await DeclareExchangeAsync(ExchangeType.Fanout);
        await using var sender = await SenderAsync(RabbitMQTopology.Declare);

        await Eventually.ContainsAsync([$"exchange '{_broker.Exchange}' cannot be used: 406", "set Topology to Verify"], () => LastError(sender), Suite.Patience);
        Assert.Equal(1, _log.Count(201));

        await _broker.RunAsync(channel => channel.ExchangeDeleteAsync(_broker.Exchange));
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
        await _broker.RunAsync(channel => channel.ExchangeDeclarePassiveAsync(_broker.Exchange));
    }

    [Fact]
    public async Task OneThatOnlyPublishes_AndChecksNothing_TellsNothingBeforeItPublishes()
    {
        await using var sender = await SenderAsync(RabbitMQTopology.None);

        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.Equal((null, 0), (LastError(sender), _log.Count(201)));
    }

    // Each attempt that fails after the queue was declared would leave one behind, as long as the connection lasts.
    [Fact]
    public async Task AQueueOfAnInstance_ThatCannotBeConsumed_IsDeclaredOnce_HoweverOftenItIsTried()
    {
        const string Secret = "s3cret";
        string user = $"starter-{Guid.NewGuid():N}"[..16], exchange = _broker.Exchange.Replace("-", "[-]", StringComparison.Ordinal);
        await _broker.Server.AllowAsync(user, Secret, ".*", ".*", $"^{exchange}$");
        await using var receiver = await Station.ReceiverAsync(
            _broker.Create(options => (options.Address, options.ExclusiveQueue) = ($"amqp://{user}:{Secret}@127.0.0.1:{_broker.Server.Port}", true)), log: _log, canReceive: false);

        // Each time that another right is missing, it has tried again.
        string[] refused = ["403", "queue 'amq.gen"];
        await Eventually.ContainsAsync(refused, () => LastError(receiver), Suite.Patience);
        await _broker.Server.AllowAsync(user, Secret, ".*", ".*", "^$");
        await Eventually.ContainsAsync(["403", $"exchange '{_broker.Exchange}'"], () => LastError(receiver), Suite.Patience);
        await _broker.Server.AllowAsync(user, Secret, ".*", ".*", $"^{exchange}$");
        await Eventually.ContainsAsync(refused, () => LastError(receiver), Suite.Patience);

        string queues = await _broker.Server.EvaluateAsync($"io:format(\"~b~n\", [length(rabbit_binding:list_for_source(rabbit_misc:r(<<\"/\">>, exchange, <<\"{_broker.Exchange}\">>)))]).");
        Assert.Equal("1", queues.Split('\n')[0]);

        await _broker.Server.AllowAsync(user, Secret, ".*", ".*", ".*");
        await ReceivesAsync(receiver);
    }

    [Fact]
    public async Task AQueueOfAnInstance_ThatIsDeleted_IsDeclaredAgain()
    {
        await using var receiver = await Station.ReceiverAsync(_broker.Create(static options => options.ExclusiveQueue = true), log: _log);
        await _broker.Server.EvaluateAsync(
            $"[rabbit_amqqueue:delete(Q, false, false, <<\"test\">>) || B <- rabbit_binding:list_for_source(rabbit_misc:r(<<\"/\">>, exchange, <<\"{_broker.Exchange}\">>)), {{ok, Q}} <- [rabbit_amqqueue:lookup(element(4, B))]].");

        await Eventually.TrueAsync(() => _log.Count(163) > 0, Suite.Patience);
        await ReceivesAsync(receiver);
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

    private Task<Station> SenderAsync(RabbitMQTopology topology) => Station.SenderAsync(_broker.Create(options => (options.Topology, options.Receive) = (topology, false)), log: _log);

    private Task DeclareExchangeAsync(string type) => _broker.RunAsync(channel => channel.ExchangeDeclareAsync(_broker.Exchange, type, durable: true));

    private Task DeclareAsync() => _broker.RunAsync(async channel =>
    {
        await channel.ExchangeDeclareAsync(_broker.Exchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(_broker.Queue, durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync(_broker.Queue, _broker.Exchange, "#");
    });

    private static string? LastError(Station station) => station.Bus.GetHealth().Publishers[0].LastError;
}
