namespace EventGen.Benchmarks.Latency;

/// <summary>A bus whose workers sleep.</summary>
public sealed class IdleBus : IIdle
{
    private readonly EventBus _bus = EventBus.Create(static bus => bus.AddModule(EventGenBenchmarksEventModule.Instance));

    public IdleBus() => _bus.StartAsync().GetAwaiter().GetResult();

    public void Enqueue(Timed e) => _bus.Topic<Timed>().TryEnqueue(e);

    public void Dispose() => _bus.Dispose();
}
