using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.AspNetCore.Tests.Management;

/// <summary>Each event costs a little memory, and no answer that is read every second grows with their number. With <c>EVENTGEN_HEAVY_TESTS=1</c> of ten thousand.</summary>
[Collection(nameof(ManagementScaleTests))]
[CollectionDefinition(nameof(ManagementScaleTests), DisableParallelization = true)]   // what other tests allocate would count
public sealed class ManagementScaleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ManyEvents_AreAnsweredForInPages_AndCostLittleEach()
    {
        int count = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1" ? 10_000 : 1_000;
        var many = new ManyEvents(count);

        // Servers of earlier tests may allocate meanwhile: the least of three says what the events cost.
        long each = Math.Min(await MeasureAsync(many, count), await MeasureAsync(many, count));
        await using var app = await StartAsync(many);
        each = Math.Min(each, Measure(app, many, count));
        Assert.True(each < 8_000, $"{each} bytes for a measured event with its handler");

        foreach (string path in (string[])["status", "graph?take=40", "graph", "events", "events/wide.number00999"])
        {
            var clock = Stopwatch.StartNew();
            string answer = await app.Client.GetStringAsync(path, Cancellation);
            TestContext.Current.SendDiagnosticMessage($"{path}: {clock.ElapsedMilliseconds} ms, {Encoding.UTF8.GetByteCount(answer)} bytes, {each} bytes for an event");
            Assert.True(Encoding.UTF8.GetByteCount(answer) < 512 * 1024, path);
        }

        var graph = await app.GetAsync("graph?take=40");
        Assert.Equal((app.Bus.Descriptors.Count, 40), ((int)graph["events"]!, graph["nodes"]!.AsArray().Count(static node => (string)node!["kind"]! == "event")));
        var found = await app.GetAsync("graph?search=NUMBER00999");
        Assert.Equal(["wide.number00999", "ManyEvents.Handle"], found["nodes"]!.AsArray().Select(static node => (string)node!["name"]!));
    }

    private static Task<ManagementApp> StartAsync(ManyEvents many) => ManagementApp.StartAsync(services: services => services.AddEventGen().AddModule(many));

    private static async Task<long> MeasureAsync(ManyEvents many, int count)
    {
        await using var app = await StartAsync(many);
        return Measure(app, many, count);
    }

    // In bytes, of an event that is emitted for the first time.
    private static long Measure(ManagementApp app, ManyEvents many, int count)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        many.EmitAll(app.Bus);
        return (GC.GetTotalMemory(forceFullCollection: true) - before) / count;
    }
}
