using RabbitMQ.Client;

namespace EventGen.RabbitMQ;

/// <summary>The channel for publishing, made again when an error, a lost connection or a server that stands still has ended it. Thread safe.</summary>
/// <param name="connection">What it is made on.</param>
/// <param name="topology">Sees to the exchange each time: the server that comes back may have lost it.</param>
/// <param name="options">The settings.</param>
internal sealed class PublishChannel(RabbitMQConnection connection, Topology topology, RabbitMQOptions options)
{
    private readonly object _gate = new();

    // Under _gate. Shared by all who publish meanwhile; replaced when it has failed or is closed.
    private Task<ConfirmedChannel>? _opening;

    /// <summary>Opens it where it is not open: whoever publishes next need not.</summary>
    public Task OpenAsync() => GetAsync();

    /// <summary>Publishes, and completes when the server has confirmed it.</summary>
    public Task PublishAsync(string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body)
    {
        var opening = GetAsync();
        return opening.IsCompletedSuccessfully ? opening.Result.PublishAsync(routingKey, properties, body) : PublishAsync(opening, routingKey, properties, body);
    }

    /// <summary>A publish took too long. A channel that nothing was confirmed on meanwhile is given up, unless the server says that it takes none.</summary>
    public void Suspect()
    {
        Task<ConfirmedChannel>? opening;
        lock (_gate)
        {
            opening = _opening;
            if (opening is not { IsCompletedSuccessfully: true } || opening.Result.Silence < options.Timeout || connection.IsBlocked) return;
            _opening = null;
        }

        opening.Result.Abandon();
    }

    private static async Task PublishAsync(Task<ConfirmedChannel> opening, string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body)
    {
        ConfirmedChannel channel;
        try
        {
            channel = await opening.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw new NotSentException(exception);
        }

        await channel.PublishAsync(routingKey, properties, body).ConfigureAwait(false);
    }

    private Task<ConfirmedChannel> GetAsync()
    {
        lock (_gate)
        {
            if (_opening is null || (_opening.IsCompleted && _opening is not { IsCompletedSuccessfully: true, Result.IsOpen: true }))
            {
                if (_opening is { IsCompletedSuccessfully: true }) _opening.Result.Abandon();

                // Outlives whoever asked first, so without their context.
                using (ExecutionContext.SuppressFlow()) _opening = Task.Run(MakeAsync);
            }

            return _opening;
        }
    }

    private async Task<ConfirmedChannel> MakeAsync()
    {
        var client = await connection.GetAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await topology.EnsureExchangeAsync(client).ConfigureAwait(false);
            return await ConfirmedChannel.OpenAsync(client, options.Exchange).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The client bounds each call. A connection on which none is answered is not worth keeping.
            connection.Abandon(client);
            throw new TimeoutException();
        }
    }
}
