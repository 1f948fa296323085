using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace EventGen.Tests.Diagnostics;

/// <summary>The way of a user: the OpenTelemetry SDK, told of nothing but the two names.</summary>
[Collection(nameof(TelemetryTests))]
public sealed class OpenTelemetryTests
{
    [Fact]
    public async Task Sdk_ExportsWhatABusDoes()
    {
        var spans = new Collected<Activity>();
        var metrics = new Collected<Metric>();
        using var tracing = Sdk.CreateTracerProviderBuilder()
            .AddSource(EventGenTelemetry.ActivitySourceName).AddProcessor(new SimpleActivityExportProcessor(spans)).Build();
        using var metering = Sdk.CreateMeterProviderBuilder()
            .AddMeter(EventGenTelemetry.MeterName).AddReader(new BaseExportingMetricReader(metrics)).Build();
        await using var bus = await TestBus.StartAsync(static options => options.Source = "shop");
        bus.Topic<TwoPublishersEvent>().Subscribe(static _ => throw new InvalidOperationException("secret"));

        await bus.Topic<TwoPublishersEvent>().EmitAsync(new TwoPublishersEvent(1));
        await bus.DrainAsync();
        metering.ForceFlush();

        Assert.Equal(
            ["process two.publishers", "publish two.publishers", "publish two.publishers", "send two.publishers"],
            spans.Items.Select(static span => span.DisplayName).Order(StringComparer.Ordinal));
        Assert.Single(spans.Items.Select(static span => span.TraceId).Distinct());
        Assert.Equal(ActivityStatusCode.Error, spans.Items.Single(static span => span.DisplayName == "process two.publishers").Status);
        Assert.DoesNotContain(spans.Items.SelectMany(static span => span.TagObjects), static tag => tag.Value is string text && text.Contains("secret", StringComparison.Ordinal));
        Assert.Superset(
            new HashSet<string>
            {
                EventGenTelemetry.OperationDuration, EventGenTelemetry.ProcessDuration, EventGenTelemetry.SentMessages,
                EventGenTelemetry.ConsumedMessages, EventGenTelemetry.HandlerFailures, EventGenTelemetry.DeadLetters,
            },
            metrics.Items.Select(static metric => metric.Name).ToHashSet());
        Assert.Equal([0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10], Bounds(metrics.Items.Single(static metric => metric.Name == EventGenTelemetry.ProcessDuration)));
    }

    private static IEnumerable<double> Bounds(Metric metric)
    {
        List<double> bounds = [];
        foreach (var point in metric.GetMetricPoints())
        {
            foreach (var bucket in point.GetHistogramBuckets())
            {
                if (!double.IsPositiveInfinity(bucket.ExplicitBound)) bounds.Add(bucket.ExplicitBound);
            }
        }

        return bounds;
    }

    private sealed class Collected<T> : BaseExporter<T> where T : class
    {
        private readonly List<T> _items = [];

        public T[] Items
        {
            get
            {
                lock (_items) return [.. _items];
            }
        }

        public override ExportResult Export(in Batch<T> batch)
        {
            lock (_items)
            {
                foreach (var item in batch) _items.Add(item);
            }

            return ExportResult.Success;
        }
    }
}
