namespace EventGen.Redis;

/// <summary>Receives in one of the modes.</summary>
internal interface IRedisReceiver : IAsyncDisposable
{
    /// <summary>Begins; completes when it receives, or has found that it cannot yet.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Gives nothing more to the bus; completes when that is so.</summary>
    Task StopAsync();
}
