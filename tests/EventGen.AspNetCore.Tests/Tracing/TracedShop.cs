using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace EventGen.AspNetCore.Tests.Tracing;

/// <summary>
/// A real server with the wiring of the docs. A request <c>/book</c> emits an event; a worker handles it, calls <c>/stock</c> on the
/// same server over HTTP, and emits another event, which a worker handles as well.
/// </summary>
internal sealed class TracedShop : IAsyncDisposable
{
    private readonly WebApplication _app;

    // Sends what the test says, and nothing of its own.
    private readonly HttpClient _visitor = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });
    private readonly ConcurrentQueue<string?> _stockTraceParents = new();
    private readonly ConcurrentQueue<string?> _confirmedTraceIds = new();
    private readonly Exported<Activity> _spans;
    private readonly Exported<Metric> _metrics;

    private TracedShop(WebApplication app, Exported<Activity> spans, Exported<Metric> metrics)
    {
        (_app, _spans, _metrics) = (app, spans, metrics);
        _visitor.BaseAddress = new Uri(app.Urls.Single());
    }

    /// <summary>The spans that were exported.</summary>
    public IReadOnlyCollection<Activity> Spans => _spans.Items;

    /// <summary>The names of the metrics that were exported at the stop.</summary>
    public IReadOnlySet<string> Metrics => _metrics.Items.Select(static metric => metric.Name).ToHashSet();

    /// <summary>The header <c>traceparent</c> of each call that a handler has made.</summary>
    public IReadOnlyCollection<string?> StockTraceParents => _stockTraceParents;

    /// <summary>The trace of each event that a handler has emitted.</summary>
    public IReadOnlyCollection<string?> ConfirmedTraceIds => _confirmedTraceIds;

    public static async Task<TracedShop> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddEventGen().AddPublisher(new MemoryPublisher("board"));
        ShopTelemetry.Add(builder);
        var (spans, metrics) = (new Exported<Activity>(), new Exported<Metric>());
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(new SimpleActivityExportProcessor(spans)));
        builder.Services.ConfigureOpenTelemetryMeterProvider(metering => metering.AddReader(new BaseExportingMetricReader(metrics)));
        var app = builder.Build();
        TracedShop? shop = null;
        app.MapGet("/book", async (EventBus bus) =>
        {
            await bus.Topic<Booked>().EmitAsync(new Booked("anna"));
            return Activity.Current!.Recorded;
        });
        app.MapGet("/stock", (HttpRequest request) => shop!._stockTraceParents.Enqueue(request.Headers.TraceParent));
        await app.StartAsync(TestContext.Current.CancellationToken);
        shop = new TracedShop(app, spans, metrics);
        shop.Handle(app.Services.GetRequiredService<EventBus>());
        return shop;
    }

    /// <summary>Sends a request.</summary>
    /// <param name="traceParent">Of whoever sends it; <see langword="null"/> for a trace that begins at the server.</param>
    /// <returns>True when the server records its trace.</returns>
    public async Task<bool> BookAsync(string? traceParent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/book");
        if (traceParent is not null) request.Headers.Add("traceparent", traceParent);
        using var silence = SuppressInstrumentationScope.Begin();   // the visitor is another process
        using var response = await _visitor.SendAsync(request, TestContext.Current.CancellationToken);
        return bool.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Lets the bus handle what it has accepted, then ends the server and exports everything.</summary>
    public async Task StopAsync()
    {
        // The server first would refuse the handlers' calls.
        var report = await _app.Services.GetRequiredService<EventBus>().StopAsync(TestContext.Current.CancellationToken);
        Assert.True(report.IsComplete, report.ToString());
        await _app.StopAsync(TestContext.Current.CancellationToken);
        _app.Services.GetRequiredService<MeterProvider>().ForceFlush();
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _app.DisposeAsync();
    }

    private void Handle(EventBus bus)
    {
        var client = new HttpClient { BaseAddress = _visitor.BaseAddress };
        bus.Topic<Booked>().Subscribe(async (booked, cancellationToken) =>
        {
            await client.GetStringAsync("/stock", cancellationToken);
            await bus.Topic<Confirmed>().EmitAsync(new Confirmed(booked.Visitor), cancellationToken);
        });
        bus.Topic<Confirmed>().Subscribe((_, context) => _confirmedTraceIds.Enqueue(context.Metadata.TraceId));
    }

    private sealed class Exported<T> : BaseExporter<T> where T : class
    {
        private readonly ConcurrentQueue<T> _items = new();

        public IReadOnlyCollection<T> Items => _items;

        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (var item in batch) _items.Enqueue(item);
            return ExportResult.Success;
        }
    }
}
