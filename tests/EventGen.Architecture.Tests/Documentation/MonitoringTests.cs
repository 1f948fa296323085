using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using EventGen.TestKit;

namespace EventGen.Architecture.Tests.Documentation;

/// <summary>The charts and alerts that the documentation offers ask for metrics that there are.</summary>
public sealed partial class MonitoringTests
{
    private const string Demanded = "EVENTGEN_REQUIRE_PROMTOOL";

    private static readonly string s_folder = Path.Combine(Repository.Root, "src", "docs", "monitoring");

    [Theory]
    [InlineData("alerts.yaml", 8)]
    [InlineData("grafana.json", 18)]
    public void Expressions_AskForMetricsThatThereAre(string file, int metrics)
    {
        string text = File.ReadAllText(Path.Combine(s_folder, file));
        string[] asked = [.. Metric().Matches(text).Select(static match => match.Value).Where(static name => !IsLabel(name)).Distinct().Order(StringComparer.Ordinal)];

        Assert.Equal(metrics, asked.Length);
        Assert.Subset(PrometheusNames(), asked.ToHashSet());
    }

    [Fact]
    public void Alerts_EachLeadToTheirPartOfTheRunbook_AndAreListed()
    {
        string alerts = File.ReadAllText(Path.Combine(s_folder, "alerts.yaml"));
        string[] names = [.. Alert().Matches(alerts).Select(static match => match.Groups[1].Value)];
        string runbook = File.ReadAllText(Path.Combine(Repository.Root, "src", "docs", "how-to", "answer-an-alert.md"));
        string guide = File.ReadAllText(Path.Combine(Repository.Root, "src", "docs", "how-to", "monitor-with-grafana.md"));

        Assert.NotEmpty(names);
        Assert.All(names, name =>
        {
            Assert.Contains($"answer-an-alert.md#{name.ToLowerInvariant()}\n", alerts, StringComparison.Ordinal);
            Assert.Contains($"\n## {name}\n", runbook, StringComparison.Ordinal);
            Assert.Contains($"| `{name}` |", guide, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Alerts_FireWhenTheyShould()
    {
        string? missing = Programs.IsInstalled("promtool") ? null : "promtool, of Debian's package prometheus, is not installed";
        if (Environment.GetEnvironmentVariable(Demanded) == "1") Assert.True(missing is null, missing);
        else Assert.SkipWhen(missing is not null, $"{missing}; with {Demanded}=1 this fails");

        var run = await ProgramRun.OfAsync("promtool", ["test", "rules", "alerts.test.yaml"], s_folder, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("SUCCESS", run.Succeeded().Output, StringComparison.Ordinal);
    }

    // The names that OpenTelemetry's metrics have in Prometheus: opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics.
    private static HashSet<string> PrometheusNames()
    {
        HashSet<string> names = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name != EventGenTelemetry.MeterName) return;
                string name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
                if (instrument is Counter<long>) names.Add($"{name}_total");
                else if (instrument is Histogram<double>) names.UnionWith([$"{name}_bucket", $"{name}_count", $"{name}_sum"]);
                else names.Add(name);
            },
        };
        listener.Start();
        foreach (var holder in new[] { typeof(EventBus).Assembly.GetType("EventGen.Instruments"), typeof(OutboxStoreTransaction).Assembly.GetType("EventGen.Outbox.OutboxTelemetry") })
            RuntimeHelpers.RunClassConstructor(holder!.TypeHandle);
        return names;
    }

    private static bool IsLabel(string name) =>
        new[] { EventGenTelemetry.HandlerTag, EventGenTelemetry.PublisherTag, EventGenTelemetry.SourceTag, "eventgen.application", "messaging.destination.name" }
            .Any(tag => tag.Replace('.', '_') == name);

    [GeneratedRegex(@"\b(eventgen|messaging)_\w+")]
    private static partial Regex Metric();

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Alert();
}
