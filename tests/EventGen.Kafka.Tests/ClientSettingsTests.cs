namespace EventGen.Kafka.Tests;

/// <summary>What the client is told: each property is the publisher's or the user's, and never one in the place of the other.</summary>
public sealed class ClientSettingsTests
{
    // Not set, but refused: other names of what is set, and what must stay as the client has it.
    private static readonly string[] s_notSet =
        ["delivery.timeout.ms", "enable.partition.eof", "group.protocol", "metadata.broker.list", "request.required.acks", "sasl.mechanisms", "transactional.id"];

    [Fact]
    public void EachProperty_IsRefused_OrTakesEffect()
    {
        var options = Options();
        string[] names = [.. Settings(options).Select(static setting => setting.Key).Distinct()];
        string[] overridable = [.. names.Where(static name => !IsRefused(name)).Order(StringComparer.Ordinal)];

        Assert.Equal(
            ["linger.ms", "reconnect.backoff.max.ms", "retry.backoff.max.ms", "socket.connection.setup.timeout.ms", "socket.keepalive.enable", "socket.timeout.ms", "topic.metadata.refresh.interval.ms"],
            overridable);
        foreach (string name in overridable)
        {
            var changed = Options();
            changed.Properties[name] = "4321";
            Assert.All(Settings(changed).Where(setting => setting.Key == name), static setting => Assert.Equal("4321", setting.Value));
        }
    }

    [Fact]
    public void WhatIsRefused_IsWhatIsSet() => Assert.Equal(
        Settings(Options()).Select(static setting => setting.Key).Where(IsRefused).Concat(s_notSet).Distinct().Order(StringComparer.Ordinal),
        ClientSettings.Refused.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("security.protocol", "sasl_plaintext")]
    [InlineData("sasl.mechanism", "PLAIN")]
    [InlineData("sasl.mechanisms", "PLAIN")]
    [InlineData("ssl.ca.location", "/tmp/other.pem")]
    public void Property_DoesNotWeakenTls(string name, string value)
    {
        var options = Options();
        options.Properties[name] = value;

        Assert.Contains(KafkaOptionsRules.Check(options), error => error.Contains($"'{name}', which EventGen sets itself", StringComparison.Ordinal));
        Assert.Contains(KeyValuePair.Create("security.protocol", "sasl_ssl"), ClientSettings.Producer("out", options));
    }

    [Theory]
    [InlineData("linger.mss", "5", "does not know")]
    [InlineData("", "5", "does not know")]
    [InlineData("linger.ms", "soon-s3cret", "a value that Kafka's client does not take")]
    [InlineData("compression.type", "s3cret", "a value that Kafka's client does not take")]
    public void Property_ThatTheClientCannotUse_IsAFaultOfTheOptions_WithoutItsValue(string name, string value, string fault)
    {
        var options = Options();
        options.Properties[name] = value;

        string error = Assert.Single(KafkaOptionsRules.Check(options));

        Assert.Contains($"'{name}'", error, StringComparison.Ordinal);
        Assert.Contains(fault, error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linger.ms", "5")]
    [InlineData("compression.type", "zstd")]
    [InlineData("client.rack", "a")]
    [InlineData("fetch.wait.max.ms", "100")]
    [InlineData("ssl.certificate.location", "/not/there/yet.pem")]
    [InlineData("dotnet.cancellation.delay.max.ms", "50")]
    public void Property_ThatTheClientKnows_IsNoFault(string name, string value)
    {
        var options = Options();
        options.Properties[name] = value;

        Assert.Empty(KafkaOptionsRules.Check(options));
    }

    [Fact]
    public void Timeout_ThatIsTooShort_IsOneFault()
    {
        var options = Options();
        options.Timeout = TimeSpan.FromMilliseconds(5);

        string error = Assert.Single(TransportOptions<KafkaOptions>.Errors(options));

        Assert.EndsWith("it must be from 100 milliseconds to 10 minutes.", error, StringComparison.Ordinal);
    }

    private static bool IsRefused(string name)
    {
        var options = Options();
        options.Properties[name] = "1";
        return KafkaOptionsRules.Check(options).Any(error => error.Contains($"'{name}', which EventGen sets itself", StringComparison.Ordinal));
    }

    private static IEnumerable<KeyValuePair<string, string>> Settings(KafkaOptions options) =>
        ClientSettings.Producer("out", options).Concat(ClientSettings.Consumer("out", "desk", options));

    private static KafkaOptions Options() => new()
    {
        BootstrapServers = "localhost:9092", Topic = "events", Tls = true, CertificateAuthorityFile = typeof(ClientSettingsTests).Assembly.Location, Username = "ann", Password = "secret",
    };
}
