namespace EventGen.RabbitMQ.Tests;

/// <summary>The password of the server is in no log, exception, health, span or metric.</summary>
[Collection(OtherMortalServer.Name)]
public sealed class SecretTests
{
    // Of this test alone: it hears what is thrown, traced and measured anywhere in the process.
    private const string Secret = "tr0ub4dor-7d04";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Password_IsShownNowhere(bool isExclusive)
    {
        var server = await Servers.OtherMortalAsync();
        await server.AllowAsync("secretive", Secret, ".*", ".*", ".*");
        var seen = new DiagnosticOutputRecorder();

        // What works, what is killed under it, and a password that the server refuses.
        string address = $"amqp://secretive:{Secret}@127.0.0.1:{server.Port}/";
        await UseAsync(address, isExclusive, seen, server.KillAsync);
        await server.StartAsync();
        await UseAsync(address.Replace(Secret, $"{Secret}-not", StringComparison.Ordinal), isExclusive, seen, () => Task.CompletedTask);

        Assert.Contains(seen.Texts, text => text.Contains($"127.0.0.1:{server.Port}", StringComparison.Ordinal));
        Assert.All(seen.Texts, static text => Assert.DoesNotContain(Secret, text));
    }

    [Fact]
    public async Task Password_IsInNoTextOfAPublisherOrItsParts()
    {
        await using var publisher = new RabbitMQTransport(Parcel.Wire, static options => (options.Address, options.Exchange) = ($"amqp://shop:{Secret}@localhost/", "shop"));

        string[] texts = [.. SecretSearch.TextsOf(publisher)];

        Assert.Contains(texts, static text => text.Contains(nameof(RabbitMQConnection), StringComparison.Ordinal));
        Assert.All(texts, static text => Assert.DoesNotContain(Secret, text));
    }

    private static Task UseAsync(string address, bool isExclusive, DiagnosticOutputRecorder seen, Func<Task> harm) => SecretSearch.UseAsync(
        seen,
        new() { ["EventGen:RabbitMQAddress"] = address, ["EventGen:RabbitMQExchange"] = "secrets" },
        (events, configuration) => events.AddRabbitMQ(Parcel.Wire, configuration, options =>
        {
            (options.Receive, options.ExclusiveQueue, options.Timeout) = (true, isExclusive, TimeSpan.FromSeconds(3));
            seen.Note(options.ToString());
        }),
        harm);
}
