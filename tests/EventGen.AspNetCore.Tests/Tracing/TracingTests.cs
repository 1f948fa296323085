using EventGen.TestKit;

namespace EventGen.AspNetCore.Tests.Tracing;

/// <summary>A real server, real requests, the OpenTelemetry SDK, wired as the docs say. It listens to the whole process, so nothing else runs at the same time.</summary>
[CollectionDefinition(nameof(TracingTests), DisableParallelization = true)]
[Collection(nameof(TracingTests))]
public sealed class TracingTests
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Caller = "00f067aa0ba902b7";

    private static readonly string[] s_wholeTrace =
        ["GET", "GET /book", "GET /stock", "process booked", "process confirmed", "send booked", "send confirmed"];

    [Fact]
    public async Task SampledRequest_IsOneTrace_ThroughTheQueueAndOverHttp()
    {
        await using var shop = await TracedShop.StartAsync();

        Assert.True(await shop.BookAsync($"00-{TraceId}-{Caller}-01"));
        await shop.StopAsync();

        Assert.Equal(s_wholeTrace, shop.Spans.Select(static span => span.DisplayName).Order(StringComparer.Ordinal));
        Assert.All(shop.Spans, static span => Assert.Equal(TraceId, span.TraceId.ToHexString()));
        Assert.Equal(
            [("GET", "process booked"), ("GET /book", Caller), ("GET /stock", "GET"), ("process booked", "send booked"), ("process confirmed", "send confirmed"), ("send booked", "GET /book"), ("send confirmed", "process booked")],
            shop.Spans.Select(span => (span.DisplayName, ParentOf(shop, span))).Order());
        Assert.Superset(new HashSet<string> { EventGenTelemetry.ProcessDuration, EventGenTelemetry.SentMessages, "http.server.request.duration" }, shop.Metrics.ToHashSet());
    }

    [Fact]
    public async Task RequestThatItsCallerDoesNotSample_IsRecordedNowhere_AndItsContextGoesOn()
    {
        await using var shop = await TracedShop.StartAsync();

        Assert.False(await shop.BookAsync($"00-{TraceId}-{Caller}-00"));
        await shop.StopAsync();

        Assert.Empty(shop.Spans);
        Assert.Equal(TraceId, Assert.Single(shop.ConfirmedTraceIds));
        string traceParent = Assert.Single(shop.StockTraceParents)!;
        Assert.StartsWith($"00-{TraceId}-", traceParent);
        Assert.EndsWith("-00", traceParent);
    }

    [Fact]
    public async Task TracesThatBeginHere_AreRecordedWhole_OrNotAtAll()
    {
        await using var shop = await TracedShop.StartAsync();
        int visits = 0, recorded = 0;

        // One of ten is recorded, by chance: until there were both.
        do
        {
            if (await shop.BookAsync(traceParent: null)) recorded++;
            visits++;
        }
        while (recorded == 0 || recorded == visits);

        await shop.StopAsync();

        var traces = shop.Spans.GroupBy(static span => span.TraceId).ToList();
        Assert.Equal(recorded, traces.Count);
        Assert.All(traces, static trace => Assert.Equal(s_wholeTrace, trace.Select(static span => span.DisplayName).Order(StringComparer.Ordinal)));
        Assert.Equal(visits, shop.ConfirmedTraceIds.Distinct().Count());
    }

    [Fact]
    public void Wiring_IsThatOfTheDocs()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests/EventGen.AspNetCore.Tests/Tracing/ShopTelemetry.cs"));
        string docs = File.ReadAllText(Path.Combine(Repository.Root, "src/docs/how-to/add-telemetry.md"));
        string wiring = source.Split("// <docs>\n")[1].Split("// </docs>")[0];
        int indent = wiring.Length - wiring.TrimStart().Length;
        string block = string.Join('\n', wiring.TrimEnd().Split('\n').Select(line => line[indent..]));

        Assert.Contains($"{block}\n```\n", docs, StringComparison.Ordinal);
    }

    private static string ParentOf(TracedShop shop, System.Diagnostics.Activity span) =>
        shop.Spans.SingleOrDefault(other => other.SpanId == span.ParentSpanId)?.DisplayName ?? span.ParentSpanId.ToHexString();
}
