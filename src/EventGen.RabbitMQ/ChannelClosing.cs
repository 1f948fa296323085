using RabbitMQ.Client;

namespace EventGen.RabbitMQ;

/// <summary>Closes channels. The client may wait for a server that does not answer, or for a consumer that is busy; nothing else waits for that.</summary>
internal static class ChannelClosing
{
    /// <summary>Closes a channel, and waits for it no longer than the limit.</summary>
    public static async Task CloseAsync(this IChannel channel, TimeSpan limit)
    {
        var closing = CloseQuietlyAsync(channel);
        await Task.WhenAny(closing, Task.Delay(limit, TimeProvider.System, CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>Closes a channel that is of no more use, without waiting.</summary>
    public static void Abandon(this IChannel channel) => _ = Task.Run(() => CloseQuietlyAsync(channel), CancellationToken.None);

    private static async Task CloseQuietlyAsync(IChannel channel)
    {
        try
        {
            await channel.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The connection takes it along.
        }
    }
}
