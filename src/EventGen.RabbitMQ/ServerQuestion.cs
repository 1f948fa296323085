using RabbitMQ.Client;

namespace EventGen.RabbitMQ;

/// <summary>
/// Asks a server whether it still answers, on a channel of its own. Heartbeats alone tell of one that stands still after three or four of them. One caller at a time.
/// </summary>
internal sealed class ServerQuestion
{
    private IConnection? _connection;
    private IChannel? _channel;
    private Task _asking = Task.CompletedTask;

    /// <summary>Asks, or goes on waiting for the answer to the question that is open.</summary>
    /// <param name="connection">To whom.</param>
    public Task AskAsync(IConnection connection)
    {
        if (_asking.IsCompleted || _connection != connection) _asking = RunAsync(connection);
        return _asking;
    }

    // What it sets has no effect, as nothing is consumed there; of all that a server answers, it needs no right and no queue.
    private async Task RunAsync(IConnection connection)
    {
        if (_connection != connection || _channel is not { IsOpen: true })
        {
            _connection = connection;
            _channel = await connection.CreateChannelAsync(cancellationToken: CancellationToken.None).ConfigureAwait(false);
        }

        await _channel.BasicQosAsync(0, 1, global: false, CancellationToken.None).ConfigureAwait(false);
    }
}
