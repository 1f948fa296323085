namespace EventGen.Nats;

/// <summary>Receives for one bus.</summary>
internal interface INatsReceiver : IAsyncDisposable
{
    /// <summary>Begins; completes when it receives.</summary>
    Task StartAsync();

    /// <summary>Gives nothing more to the bus; completes when that is so.</summary>
    Task StopAsync();
}
