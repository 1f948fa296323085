namespace EventGen;

/// <summary>Receives for one bus. Compiled into each transport.</summary>
internal interface ITransportReceiver : IAsyncDisposable
{
    /// <summary>How receiving fares.</summary>
    PublisherHealth Health { get; }

    /// <summary>Begins, and goes on trying; completes when it receives for the first time.</summary>
    Task StartAsync();

    /// <summary>Gives nothing more to the bus; completes when that is so.</summary>
    Task StopAsync();
}
