using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>
/// Tells health and log of one thing as long as it fails while others succeed, so that nothing else would tell of it: what a receiver does beside reading, or publishing to what is no stream. One caller at a time.
/// </summary>
/// <param name="publisher">The publisher's name.</param>
/// <param name="stream">The stream's key.</param>
/// <param name="operation">What does not happen when it fails, as the end of a sentence.</param>
/// <param name="health">Warned of it.</param>
/// <param name="describe">What a failure may be told as.</param>
/// <param name="logger">The bus's log.</param>
internal sealed class StreamOperation(string publisher, string stream, string operation, ConnectionHealth health, Func<Exception, string> describe, ILogger logger)
{
    // The failure that was told last, until it succeeds.
    private string? _told;

    public void Succeeded()
    {
        if (_told is null) return;
        _told = null;
        health.Warn(operation, null);
    }

    public void Failed(Exception exception)
    {
        // A connection that is lost or closed is told of by itself, and a group that is missing by the reader, who makes it again.
        if (exception is RedisConnectionException or ObjectDisposedException or OperationCanceledException || StreamGroup.IsMissing(exception)) return;
        string failure = describe(exception);
        if (_told != failure) logger.OperationFailed(publisher, stream, operation, failure);
        _told = failure;
        health.Warn(operation, $"stream '{stream}': it {operation}: {failure}");
    }
}
