using EventGen.Benchmarks.Timing;

namespace EventGen.Management.Benchmarks;

/// <summary>What it costs that a bus is measured, in turns with a bus that is not.</summary>
internal sealed class ObservedCost : IAsyncDisposable
{
    private const int Queued = 100_000;
    private const int Called = 1_000_000;

    private readonly EventBus _plain = NewBus();
    private readonly EventBus _observed = NewBus();

    public async Task StartAsync()
    {
        _observed.Statistics.Start();
        await _plain.StartAsync();
        await _observed.StartAsync();
    }

    /// <summary>The CPU time of the process for a queued event whose handler works for a microsecond, in nanoseconds.</summary>
    public Task<double> QueuedAsync(bool isObserved) => MeasureAsync(isObserved ? _observed : _plain);

    /// <summary>The CPU time of a synchronous emit, in nanoseconds.</summary>
    public double Synchronous(bool isObserved)
    {
        var topic = (isObserved ? _observed : _plain).Topic<Called>();
        var called = new Called(1);
        return ThreadCpu.Of(() =>
        {
            for (int i = 0; i < Called; i++) topic.Emit(called);
        }).TotalNanoseconds / Called;
    }

    public async ValueTask DisposeAsync()
    {
        await _plain.DisposeAsync();
        await _observed.DisposeAsync();
    }

    private static EventBus NewBus() => EventBus.Create(static bus => bus
        .AddModule(EventGenManagementBenchmarksEventModule.Instance)
        .Configure(static options => (options.QueueCapacity, options.Workers) = (1000, 1)));

    private static async Task<double> MeasureAsync(EventBus bus)
    {
        var topic = bus.Topic<Worked>();
        var worked = new Worked(1);
        GC.Collect();
        int goal = Worked.Handled + Queued;
        var before = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < Queued; i++) await topic.EmitAsync(worked);
        while (Worked.Handled < goal) await Task.Yield();
        return (Environment.CpuUsage.TotalTime - before).TotalNanoseconds / Queued;
    }
}
