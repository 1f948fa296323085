using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace EventGen.RabbitMQ.Tests;

/// <summary>A receiver whose consumer is gone, or gets nothing, while another instance's hides it: it is told, and it comes back.</summary>
public sealed class StarvationTests : IAsyncLifetime
{
    private const string User = "starving", Secret = "s3cret";

    private readonly LogRecorder _log = new();
    private Broker _broker = null!;

    private string Address => $"amqp://{User}:{Secret}@127.0.0.1:{_broker.Server.Port}";

    public async ValueTask InitializeAsync()
    {
        _broker = new Broker(await Servers.SteadyAsync());
        await _broker.Server.AllowAsync(User, Secret, ".*", ".*", ".*");
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
    }

    [Theory]
    [InlineData(RabbitMQTopology.Declare)]
    [InlineData(RabbitMQTopology.None)]
    public async Task AConsumerThatTheServerHasLost_BesideAnotherInstances_IsTold_AndMadeAgain(RabbitMQTopology topology)
    {
        await (await Station.ReceiverAsync(_broker.Create())).DisposeAsync();   // declares the queue
        await using var sender = await Station.SenderAsync(_broker.Create(static options => options.Receive = false));
        await _broker.RunAsync(async other =>
        {
            // Another instance, which is busy: it has one message, and takes no other.
            var held = new TaskCompletionSource();
            var consumer = new AsyncEventingBasicConsumer(other);
            consumer.ReceivedAsync += (_, _) =>
            {
                held.TrySetResult();
                return Task.CompletedTask;
            };
            await other.BasicQosAsync(0, 1, global: false);
            await other.BasicConsumeAsync(_broker.Queue, autoAck: false, consumer);
            await sender.SendAsync(Parcel.New(0, "held"));
            await Deadline.WithinAsync(held.Task, "the other instance to have a message", Suite.Patience);

            await using var receiver = await Station.ReceiverAsync(_broker.Create(options => (options.Address, options.Topology) = (Address, topology)), log: _log);
            await sender.SendAsync(Parcel.New(1));
            await receiver.HasAsync(1);
            await LoseConsumerAsync();
            await sender.SendAsync(Parcel.Many(3, "waiting"));

            await Eventually.TrueAsync(() => _log.Entries.Any(static entry => entry.Id == 163 && entry.Text.Contains("messages wait in its queue", StringComparison.Ordinal)), Suite.Patience);
            await receiver.HasAsync(4);
            await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        });
    }

    // Takes the consumers of the user off the queue, of which their channels are not told.
    private Task<string> LoseConsumerAsync() => _broker.Server.EvaluateAsync(
        $$$"""
        {ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"/">>, queue, <<"{{{_broker.Queue}}}">>)),
        [_] = [ra:process_command(amqqueue:get_pid(Q), rabbit_fifo:make_checkout({element(2, C), element(1, C)}, cancel, #{})) || C <- rabbit_amqqueue:consumers(Q), element(8, C) =:= <<"{{{User}}}">>].
        """);
}
