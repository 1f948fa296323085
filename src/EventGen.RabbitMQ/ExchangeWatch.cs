namespace EventGen.RabbitMQ;

/// <summary>
/// Has the channel for publishing opened, and the exchange seen to, before there is anything to publish, and tells what the server says against it. For one that only publishes: what receives tells it
/// itself. One caller at a time.
/// </summary>
/// <param name="publisher">The publisher's name.</param>
/// <param name="exchange">The exchange.</param>
/// <param name="channel">Sees to it.</param>
/// <param name="connection">What it is seen to over.</param>
/// <param name="health">Warned of an exchange that cannot be used.</param>
internal sealed class ExchangeWatch(string publisher, string exchange, PublishChannel channel, RabbitMQConnection connection, ConnectionHealth health)
{
    private Task _looking = Task.CompletedTask;

    // What was told last; null while the exchange can be used.
    private string? _told;

    /// <summary>Looks, in the background, unless it still does. Nobody waits for the answer.</summary>
    public void Look()
    {
        if (_looking.IsCompleted) _looking = LookAsync();
    }

    private async Task LookAsync()
    {
        try
        {
            await channel.OpenAsync().ConfigureAwait(false);
            Tell(null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Anything else is of the connection, which tells it.
            if (connection.IsOpen && !RabbitMQFailure.IsUnreachable(exception)) Tell(connection.Describe(exception));
        }
    }

    private void Tell(string? failure)
    {
        if (failure == _told) return;
        _told = failure;
        health.Warn("exchange", failure is null ? null : $"exchange '{exchange}' cannot be used: {failure}");
        if (failure is not null) connection.Logger.ExchangeUnusable(publisher, exchange, failure);
    }
}
