using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EventGen.Cli.Screens;
using EventGen.RabbitMQ;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace EventGen.Cli.Tailing;

/// <summary>The messages that are published to an exchange of a RabbitMQ from now on, over a queue that goes with the command. It joins no group and takes nothing from anybody.</summary>
internal static class RabbitMQTail
{
    private const int Capacity = 1_000;
    private const string EveryEvent = "#";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    /// <summary>Each message, in a form that is read without its headers.</summary>
    /// <param name="text">The address.</param>
    /// <param name="exchange">The exchange.</param>
    /// <param name="connected">Called when whatever is published from then on is seen.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CommandException">The address is none, RabbitMQ cannot be reached, or has no such exchange.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ListenAsync(string text, string exchange, Action<string> connected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!RabbitMQAddress.TryParse(text, out var address, out string? reason)) throw new CommandException($"--rabbitmq {reason}");
        await using var connection = await AskAsync(address, exchange, () => address.ToFactory("tail", s_timeout).CreateConnectionAsync(cancellationToken));
        await using var channel = await AskAsync(address, exchange, () => connection.CreateChannelAsync(cancellationToken: cancellationToken));

        // Whoever reads more slowly than they come loses the oldest, and costs neither RabbitMQ nor this process more memory.
        var received = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });
        channel.ChannelShutdownAsync += (_, ended) =>
        {
            received.Writer.TryComplete(new CommandException($"RabbitMQ at {address} has ended it: {RabbitMQFailure.Answer(ended, address)}"));
            return Task.CompletedTask;
        };
        await AskAsync(address, exchange, () => ConsumeAsync(channel, exchange, received.Writer, cancellationToken));
        connected($"the exchange '{exchange}'");
        await foreach (var message in received.Reader.ReadAllAsync(cancellationToken)) yield return message;
    }

    private static async Task<bool> ConsumeAsync(IChannel channel, string exchange, ChannelWriter<ReadOnlyMemory<byte>> received, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclarePassiveAsync(exchange, cancellationToken);
        var arguments = new Dictionary<string, object?> { ["x-max-length"] = Capacity };
        var queue = await channel.QueueDeclareAsync("", durable: false, exclusive: true, autoDelete: true, arguments, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue.QueueName, exchange, EveryEvent, cancellationToken: cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            // The client takes the body's memory back.
            received.TryWrite(WireForm.Keep(delivery.BasicProperties, delivery.Body.ToArray(), EventMessageLimits.Default));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancellationToken);
        return true;
    }

    private static async Task<T> AskAsync<T>(RabbitMQAddress address, string exchange, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason is { ReplyCode: 404 })
        {
            throw new CommandException($"RabbitMQ at {address} has no exchange '{exchange}': name it with --channel.");
        }
        catch (Exception exception) when (exception is not (CommandException or OperationCanceledException))
        {
            throw new CommandException(Printable.Of($"RabbitMQ at {address} cannot be used: {RabbitMQFailure.Describe(exception, address, s_timeout)}").Split('\n')[0]);
        }
    }
}
