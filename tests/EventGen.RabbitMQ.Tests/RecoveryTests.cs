namespace EventGen.RabbitMQ.Tests;

/// <summary>What ends a channel or a consumer while the connection stays: health says so at once, and it comes back.</summary>
public sealed class RecoveryTests : IAsyncLifetime
{
    private Broker _broker = null!;

    public async ValueTask InitializeAsync() => _broker = new Broker(await Servers.SteadyAsync());

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
    }

    [Fact]
    public async Task AQueueThatIsDeletedUnderItsConsumer_DegradesHealth_UntilItConsumesAgain()
    {
        var log = new LogRecorder();
        await using var receiver = await Station.ReceiverAsync(_broker.Create(), log: log);
        await using var sender = await Station.SenderAsync(_broker.Create(static options => options.Receive = false));
        await sender.SendAsync(Parcel.New(1));
        await receiver.HasAsync(1);

        await _broker.RunAsync(channel => channel.QueueDeleteAsync(_broker.Queue, ifUnused: false, ifEmpty: false));

        await Eventually.TrueAsync(() => log.Entries.Any(static entry => entry.Id == 163 && entry.Text.Contains("its queue was deleted", StringComparison.Ordinal)), Suite.Patience);
        await sender.SendAsync(Parcel.New(2));   // fails, and is sent again, until there is a queue
        await receiver.HasAsync(2);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
    }

    // A dead consumer and a green health would be the worst of all.
    [Fact]
    public async Task AConsumerThatCannotComeBack_StaysDegraded_WhileTheConnectionIsThere()
    {
        await using var receiver = await Station.ReceiverAsync(_broker.Create());
        await using var sender = await Station.SenderAsync(_broker.Create(static options => options.Receive = false));
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);

        // In its place comes one that it cannot use.
        await _broker.RunAsync(async channel =>
        {
            await channel.QueueDeleteAsync(_broker.Queue, ifUnused: false, ifEmpty: false);
            for (bool isOurs = false; !isOurs;)
            {
                try
                {
                    await _broker.RunAsync(other => other.QueueDeclareAsync(_broker.Queue, durable: true, exclusive: false, autoDelete: false));
                    isOurs = true;
                }
                catch (global::RabbitMQ.Client.Exceptions.OperationInterruptedException)
                {
                    await channel.QueueDeleteAsync(_broker.Queue, ifUnused: false, ifEmpty: false);
                }
            }
        });

        await Eventually.TrueAsync(() => receiver.Bus.GetHealth().Publishers[0].LastError?.Contains("it does not receive", StringComparison.Ordinal) == true, Suite.Patience);

        // Publishing over the same connection works meanwhile, and makes nothing green.
        for (int i = 0; i < 20; i++)
        {
            try
            {
                await receiver.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(i), TestContext.Current.CancellationToken);
            }
            catch (EventDispatchException)
            {
                // No queue is bound.
            }

            Assert.NotEqual(EventBusStatus.Healthy, receiver.Bus.GetHealth().Status);
        }

        await _broker.RunAsync(channel => channel.QueueDeleteAsync(_broker.Queue, ifUnused: false, ifEmpty: false));
        await sender.SendAsync(Parcel.New(1, "after"));
        await Eventually.TrueAsync(() => receiver.Parcels.Any(static parcel => parcel.Key == "after"), Suite.Patience);
        await receiver.SendAsync(Parcel.New(1, "own"));   // what was refused counts until the next one is taken
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
    }

    [Fact]
    public async Task AChannelThatIsClosedBecauseItsExchangeIsGone_IsMadeAgain()
    {
        await using var receiver = await Station.ReceiverAsync(_broker.Create());
        await using var sender = await Station.SenderAsync(_broker.Create(static options => options.Receive = false));
        await sender.SendAsync(Parcel.New(1));
        await receiver.HasAsync(1);

        await _broker.RunAsync(channel => channel.ExchangeDeleteAsync(_broker.Exchange));
        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => sender.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(2), TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("404", thrown.Message);

        // The sender declares it again, and the receiver binds its queue again, though nobody has told it anything.
        await sender.SendAsync(Parcel.New(3));
        await receiver.HasAsync(2);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
    }

    [Fact]
    public async Task AConnectionThatTheServerCloses_ComesBack()
    {
        await _broker.Server.AllowAsync("cut-off", "s3cret", ".*", ".*", ".*");
        string address = $"amqp://cut-off:s3cret@127.0.0.1:{_broker.Server.Port}";
        await using var receiver = await Station.ReceiverAsync(_broker.Create(options => options.Address = address));
        await using var sender = await Station.SenderAsync(_broker.Create(options => (options.Address, options.Receive) = (address, false)));
        for (int round = 1; round <= 3; round++)
        {
            // One that has gone since the list was made has no user to tell.
            await _broker.Server.EvaluateAsync(
                "[rabbit_networking:close_connection(P, \"test\") || P <- rabbit_networking:connections(), [{user, U}] <- [catch rabbit_networking:connection_info(P, [user])], U =:= <<\"cut-off\">>].");
            await sender.SendAsync(Parcel.New(round));
            await receiver.HasAsync(round);
        }

        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
    }

    [Fact]
    public async Task AnEventThatNoQueueIsBoundFor_IsAFailedPublish()
    {
        await using var sender = await Station.SenderAsync(_broker.Create(static options => options.Receive = false));

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => sender.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1), TestContext.Current.CancellationToken).AsTask());

        Assert.Contains("has not delivered event 'conformance.parcel' to any queue", thrown.Message);
        Assert.Contains("start a receiver once, bind a queue, or correct Exchange", sender.Bus.GetHealth().Publishers[0].LastError);
        await using var receiver = await Station.ReceiverAsync(_broker.Create());
        await sender.SendAsync(Parcel.New(2));
        await receiver.HasAsync(1);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
    }
}
