namespace EventGen.Nats.Tests;

/// <summary>A password and a token are planted, and looked for wherever somebody might read.</summary>
public sealed class SecretTests
{
    // Of this test alone: it hears what is thrown, traced and measured anywhere in the process.
    private const string Secret = "tr0ub4dor-7d04";

    [Theory]
    [InlineData("shop:tr0ub4dor-7d04@", "authorization { user: shop, password: \"tr0ub4dor-7d04\" }")]
    [InlineData("tr0ub4dor-7d04@", "authorization { token: \"tr0ub4dor-7d04\" }")]
    public async Task Secret_IsShownNowhere(string credentials, string settings)
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync(settings);
        var seen = new DiagnosticOutputRecorder();

        // What works, what is killed under it, and one that the server refuses.
        string address = $"nats://{credentials}127.0.0.1:{server.Port}";
        await UseAsync(address, seen, server.KillAsync);
        await server.StartAsync();
        await UseAsync(address.Replace(Secret, $"{Secret}-not", StringComparison.Ordinal), seen, () => Task.CompletedTask);

        Assert.Contains(seen.Texts, text => text.Contains($"127.0.0.1:{server.Port}", StringComparison.Ordinal));
        Assert.All(seen.Texts, static text => Assert.DoesNotContain(Secret, text));
    }

    [Fact]
    public async Task Secret_IsInNoTextOfAPublisherOrItsParts()
    {
        await using var publisher = new NatsTransport(Parcel.Wire, static options => (options.Address, options.Stream) = ($"nats://shop:{Secret}@localhost", "shop"));

        string[] texts = [.. SecretSearch.TextsOf(publisher)];

        Assert.Contains(texts, static text => text.Contains(nameof(NatsConnector), StringComparison.Ordinal));
        Assert.All(texts, static text => Assert.DoesNotContain(Secret, text));
    }

    private static Task UseAsync(string address, DiagnosticOutputRecorder seen, Func<Task> harm) => SecretSearch.UseAsync(
        seen,
        new() { ["EventGen:NatsAddress"] = address, ["EventGen:NatsStream"] = "parcels" },
        (events, configuration) => events.AddNats(Parcel.Wire, configuration, options =>
        {
            (options.Receive, options.Timeout) = (true, TimeSpan.FromSeconds(1));
            seen.Note(options.ToString());
        }),
        harm);
}
