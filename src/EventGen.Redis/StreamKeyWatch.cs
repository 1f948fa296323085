using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>Finds out whether the key of a stream holds something else, before there is anything to publish. For one that only publishes: what receives tells it itself. One caller at a time.</summary>
/// <param name="key">The stream's key.</param>
/// <param name="publishing">Tells of it.</param>
internal sealed class StreamKeyWatch(string key, StreamOperation publishing)
{
    private Task _looking = Task.CompletedTask;

    // Who publishes may be without the right to ask.
    private volatile bool _isRefused;

    /// <summary>Looks, in the background, unless it still does, or may not. Nobody waits for the answer.</summary>
    public void Look(IDatabase database)
    {
        if (_looking.IsCompleted && !_isRefused) _looking = LookAsync(database);
    }

    private async Task LookAsync(IDatabase database)
    {
        try
        {
            await database.StreamLengthAsync(key).ConfigureAwait(false);
            publishing.Succeeded();
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            publishing.Failed(exception);
        }
        catch (RedisServerException exception) when (!RedisFailure.IsUnreachable(exception))
        {
            _isRefused = true;
            publishing.Succeeded();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Of the connection, which tells it.
        }
    }
}
