using System.Collections.Concurrent;
using System.Text;
using RabbitMQ.Client;

namespace EventGen.RabbitMQ.Tests;

/// <summary>One confirmation is of many publishes: each message has its own outcome all the same.</summary>
public sealed class ConfirmationTests : IAsyncLifetime
{
    private const int Many = 500;
    private const string NoQueue = "conformance.nobody";

    private Broker _broker = null!;

    public async ValueTask InitializeAsync() => _broker = new Broker(await Servers.SteadyAsync());

    public async ValueTask DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task WhatHasNoQueue_AndWhatTheClientDoesNotSend_FailAlone()
    {
        await _broker.RunAsync(async channel =>
        {
            await channel.ExchangeDeclareAsync(_broker.Exchange, ExchangeType.Topic, durable: true);
            await channel.QueueDeclareAsync(_broker.Queue, durable: true, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync(_broker.Queue, _broker.Exchange, "conformance.parcel");
        });
        await using var sender = await Station.SenderAsync(_broker.Create(static options => (options.Receive, options.Timeout) = (false, Suite.Patience)));
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
            string failure = failures.GetValueOrDefault(number, "");
            if (events[number] == NoQueue) Assert.Contains("has not delivered", failure, StringComparison.Ordinal);
            else if (events[number] == tooLong) Assert.Contains("has not confirmed", failure, StringComparison.Ordinal);
            else Assert.True(failure.Length == 0, failure);
        }

        Assert.Equal(Many * 3 / 5, await _broker.ReadyAsync(_broker.Queue));
    }

    private static EventMessage Message(string eventId) =>
        new() { Id = Guid.NewGuid(), EventId = eventId, Payload = Encoding.UTF8.GetBytes("{}"), Timestamp = DateTimeOffset.UnixEpoch };
}
