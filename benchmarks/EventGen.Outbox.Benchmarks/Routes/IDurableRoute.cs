namespace EventGen.Outbox.Benchmarks;

/// <summary>A way for events to be stored, handled and removed from the store.</summary>
internal interface IDurableRoute : IAsyncDisposable
{
    /// <summary>Opens the store, and begins to handle.</summary>
    Task StartAsync();

    /// <summary>Completes when the event is on the disk.</summary>
    Task EmitAsync(Ordered ordered);

    /// <summary>Completes when nothing is left in the store.</summary>
    Task SettledAsync();
}
