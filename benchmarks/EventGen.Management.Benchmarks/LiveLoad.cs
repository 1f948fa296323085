using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.Management.Benchmarks;

/// <summary>An application that queues 50,000 events a second while processes read its live stream.</summary>
internal sealed class LiveLoad : IAsyncDisposable
{
    private const int PerSecond = 50_000;
    private const int Slice = PerSecond / 100;

    private readonly WebApplication _app;

    private LiveLoad(WebApplication app) => _app = app;

    public static async Task<LiveLoad> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddEventGen().Configure(static options => (options.QueueCapacity, options.Workers) = (10_000, 1));
        var app = builder.Build();
        app.MapEventGen("/eventgen").AllowAnonymous();
        await app.StartAsync();
        return new LiveLoad(app);
    }

    /// <summary>Queues events at the rate while so many read.</summary>
    /// <returns>The CPU time of this process for an event in nanoseconds, the growth of its live memory in bytes, and what each reader has seen.</returns>
    public async Task<(double Cost, long Growth, IReadOnlyList<string> Readers)> RunAsync(int readers, TimeSpan duration)
    {
        List<Process> processes = [];
        for (int i = 0; i < readers; i++)
        {
            processes.Add(Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(LiveLoad).Assembly.Location, LiveReader.Switch, _app.Urls.First()]) { RedirectStandardOutput = true })!);
            await processes[^1].StandardOutput.ReadLineAsync();
        }

        var topic = _app.Services.GetRequiredService<EventBus>().Topic<Worked>();
        await EmitAsync(topic, TimeSpan.FromSeconds(1));
        long memory = GC.GetTotalMemory(forceFullCollection: true);
        var before = Environment.CpuUsage.TotalTime;
        int count = await EmitAsync(topic, duration);
        double cost = (Environment.CpuUsage.TotalTime - before).TotalNanoseconds / count;
        long growth = GC.GetTotalMemory(forceFullCollection: true) - memory;

        // The readers say what they have seen when their connections end.
        List<string> seen = [];
        await using (this) await _app.StopAsync();
        foreach (var process in processes)
        {
            seen.Add((await process.StandardOutput.ReadLineAsync())!);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        return (cost, growth, seen);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    // In slices of 10 ms, each at its time; one that comes late is made up for.
    private static async Task<int> EmitAsync(EventTopic<Worked> topic, TimeSpan duration)
    {
        int slices = (int)(duration.TotalMilliseconds / 10), goal = Worked.Handled + slices * Slice;
        var clock = Stopwatch.StartNew();
        for (int slice = 1; slice <= slices; slice++)
        {
            for (int i = 0; i < Slice; i++) await topic.EmitAsync(new Worked(i));
            var ahead = TimeSpan.FromMilliseconds(10 * slice) - clock.Elapsed;
            if (ahead > TimeSpan.Zero) await Task.Delay(ahead);
        }

        while (Worked.Handled < goal) await Task.Delay(1);
        return slices * Slice;
    }
}
