using System.Collections.Concurrent;
using System.Text;
using RabbitMQ.Client;

namespace EventGen.RabbitMQ.Tests;

/// <summary>One command acknowledges many messages, and one confirmation is of many publishes: each message has its own outcome all the same.</summary>
public sealed class AcknowledgementTests : IAsyncLifetime
{
    private const int Many = 500;
    private const string NoQueue = "conformance.nobody";

    private Broker _broker = null!;

    public async ValueTask InitializeAsync() => _broker = new Broker(await Servers.SteadyAsync());

    public async ValueTask DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task WhatIsStillHandled_IsNotAcknowledgedWithWhatCameAfterIt()
    {
        const string User = "slow";
        await _broker.Server.AllowAsync(User, "s3cret", ".*", ".*", ".*");
        var gate = new AsyncGate();
        await using var receiver = await Station.ReceiverAsync(
            _broker.Create(options => (options.Address, options.Prefetch) = ($"amqp://{User}:s3cret@127.0.0.1:{_broker.Server.Port}", 64)),
            handling: (parcel, token) => parcel.Number == 0 && gate.Arrivals == 0 ? new(gate.PassAsync(token)) : default);
        await using var sender = await Station.SenderAsync(_broker.Create(static options => options.Receive = false));
        Parcel[] sent = [.. Enumerable.Range(0, Many).Select(static number => Parcel.New(number, $"key {number}"))];
        await sender.SendAsync(sent[0]);
        await gate.ReachedWithinAsync(Suite.Patience);
        await Task.WhenAll(sent[1..].Chunk(50).Select(sender.SendAsync));
        await receiver.HasAsync(Many - 1);

        // All others are gone from the queue. What it has is the one that is being handled.
        await Eventually.TrueAsync(async () => await CountsAsync() == (0, 1), Suite.Patience);
        await _broker.Server.EvaluateAsync(
            $"[rabbit_networking:close_connection(P, \"test\") || P <- rabbit_networking:connections(), [{{user, U}}] <- [catch rabbit_networking:connection_info(P, [user])], U =:= <<\"{User}\">>].");
        await Eventually.TrueAsync(() => receiver.Parcels.Contains(sent[0]), Suite.Patience);

        gate.Open();
        Assert.Equal(Many - 1, receiver.Parcels.Count(static parcel => parcel.Number > 0));
        await Eventually.TrueAsync(async () => await CountsAsync() == (0, 0), Suite.Patience);
    }

    [Fact]
    public async Task WhatHasNoQueue_AndWhatTheClientDoesNotSend_FailAlone()
    {
        await _broker.RunAsync(async channel =>
        {
            await channel.ExchangeDeclareAsync(_broker.Exchange, ExchangeType.Topic, durable: true);
            await channel.QueueDeclareAsync(_broker.Queue, durable: true, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync(_broker.Queue, _broker.Exchange, "conformance.parcel");
        });
        await using var sender = await Station.SenderAsync(_broker.Create(static options => options.Receive = false));
        string tooLong = new('x', 300);   // for a routing key
        string[] events = [.. Enumerable.Range(0, Many).Select(number => (number % 5) switch { 0 => NoQueue, 1 => tooLong, _ => "conformance.parcel" })];

        var failures = new ConcurrentDictionary<int, string>();
        await Task.WhenAll(events.Select((@event, number) => Task.Run(async () =>
        {
            try
            {
                await sender.Transport.PublishAsync(Message(@event), TestContext.Current.CancellationToken);
            }
            catch (RabbitMQPublishException exception)
            {
                failures[number] = exception.Message;
            }
        })));

        for (int number = 0; number < Many; number++)
        {
            string? failure = failures.GetValueOrDefault(number);
            if (events[number] == NoQueue) Assert.Contains("has not delivered", failure, StringComparison.Ordinal);
            else if (events[number] == tooLong) Assert.Contains("has not confirmed", failure, StringComparison.Ordinal);
            else Assert.Null(failure);
        }

        Assert.Equal(Many * 3 / 5, await _broker.ReadyAsync(_broker.Queue));
    }

    // Ready for a consumer, and with one.
    private async Task<(int Ready, int Unacknowledged)> CountsAsync()
    {
        string counts = await _broker.Server.EvaluateAsync(
            $"{{ok, Q}} = rabbit_amqqueue:lookup(rabbit_misc:r(<<\"/\">>, queue, <<\"{_broker.Queue}\">>)), [{{_, R}}, {{_, U}}] = rabbit_amqqueue:info(Q, [messages_ready, messages_unacknowledged]), lists:flatten(io_lib:format(\"~w ~w\", [R, U])).");
        string[] numbers = new string([.. counts.Where(static sign => char.IsAsciiDigit(sign) || sign == ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return numbers is [var ready, var unacknowledged] ? (int.Parse(ready, null), int.Parse(unacknowledged, null)) : (-1, -1);
    }

    private static EventMessage Message(string eventId) =>
        new() { Id = Guid.NewGuid(), EventId = eventId, Payload = Encoding.UTF8.GetBytes("{}"), Timestamp = DateTimeOffset.UnixEpoch };
}
