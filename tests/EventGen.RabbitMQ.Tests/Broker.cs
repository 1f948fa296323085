using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace EventGen.RabbitMQ.Tests;

/// <summary>An exchange of a test's own on a server, and a hand on the server beside the transport.</summary>
internal sealed class Broker(RabbitMqServer server) : IAsyncDisposable
{
    private IConnection? _connection;

    public RabbitMqServer Server => server;

    public string Exchange { get; } = $"parcels-{Guid.NewGuid():N}"[..16];

    /// <summary>Of the application that receives.</summary>
    public string Queue => $"{Exchange}.receiver";

    public string DeadLetterQueue => $"{Queue}.dead-letters";

    /// <summary>Makes a transport that receives; one that cannot work within a few seconds has failed.</summary>
    public RabbitMQTransport Create(Action<RabbitMQOptions>? configure = null) => new(Parcel.Wire, options =>
    {
        (options.Address, options.Exchange, options.Receive, options.Timeout) = (server.Address, Exchange, true, TimeSpan.FromSeconds(10));
        configure?.Invoke(options);
    });

    public async Task<T> RunAsync<T>(Func<IChannel, Task<T>> action)
    {
        if (_connection is not { IsOpen: true }) _connection = await new ConnectionFactory { Uri = new Uri(server.Address), AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        await using var channel = await _connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        return await action(channel);
    }

    public Task RunAsync(Func<IChannel, Task> action) => RunAsync(async channel =>
    {
        await action(channel);
        return true;
    });

    /// <summary>How many messages of a queue wait for a consumer; -1 where there is no such queue.</summary>
    public async Task<long> ReadyAsync(string queue)
    {
        try
        {
            return await RunAsync(async channel => (long)await channel.MessageCountAsync(queue));
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == 404)
        {
            return -1;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
    }
}
