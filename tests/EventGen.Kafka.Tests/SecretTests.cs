namespace EventGen.Kafka.Tests;

/// <summary>The password of the cluster is in no log, exception, health, span or metric. The mock cluster asks for none, so that the client's refusals are those of a cluster that is not there or speaks no SASL.</summary>
public sealed class SecretTests
{
    // Of this test alone: it hears what is thrown, traced and measured anywhere in the process.
    private const string Secret = "tr0ub4dor-7d04";

    [Fact]
    public async Task Password_IsShownNowhere()
    {
        Assert.SkipWhen(TestCluster.Named is not null, "It breaks the cluster, and the environment names one that is not the tests' own.");
        using var cluster = TestCluster.StartNew();
        var seen = new DiagnosticOutputRecorder();

        // A cluster that speaks no SASL, one that works for a client with a secret among its properties, and what is killed under it.
        await UseAsync(cluster, seen, static options => (options.Username, options.Password) = ("shop", Secret), static () => Task.CompletedTask);
        await UseAsync(cluster, seen, static options => options.Properties["ssl.key.password"] = Secret, () =>
        {
            cluster.Mock.Stop();
            return Task.CompletedTask;
        });

        Assert.Contains(seen.Texts, text => text.Contains(cluster.Servers, StringComparison.Ordinal));
        Assert.All(seen.Texts, static text => Assert.DoesNotContain(Secret, text));
    }

    [Fact]
    public async Task Password_IsInNoTextOfAPublisherOrItsParts()
    {
        await using var publisher = new KafkaTransport(Parcel.Wire, static options =>
            (options.BootstrapServers, options.Topic, options.Username, options.Password) = ("localhost:9092", "shop", "shop", Secret));

        string[] texts = [.. SecretSearch.TextsOf(publisher)];

        Assert.Contains(texts, static text => text.Contains(nameof(ClusterConnection), StringComparison.Ordinal));
        Assert.All(texts, static text => Assert.DoesNotContain(Secret, text));
    }

    private static Task UseAsync(TestCluster cluster, DiagnosticOutputRecorder seen, Action<KafkaOptions> configure, Func<Task> harm) => SecretSearch.UseAsync(
        seen,
        new() { ["EventGen:KafkaServers"] = cluster.Servers, ["EventGen:KafkaTopic"] = cluster.Topic() },
        (events, configuration) => events.AddKafka(Parcel.Wire, configuration, options =>
        {
            (options.BootstrapServers, options.Receive, options.Timeout) = (cluster.Servers, true, TimeSpan.FromSeconds(2));
            configure(options);
            seen.Note(options.ToString());
        }),
        harm);
}
