using StackExchange.Redis;

namespace EventGen.Redis.Tests;

/// <summary>The password of the server is in no log, exception, span or metric.</summary>
public sealed class SecretTests
{
    // No other test uses this password: the recorder hears what is thrown, traced and measured anywhere in the process.
    private const string Secret = "tr0ub4dor-7d04";

    [Theory]
    [InlineData(RedisMode.PubSub)]
    [InlineData(RedisMode.Streams)]
    public async Task Password_IsShownNowhere(RedisMode mode)
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync(Secret);
        var seen = new DiagnosticOutputRecorder();

        // What works, what is killed under it, and a password that the server refuses.
        await UseAsync(server.Address, mode, seen, server.KillAsync);
        await server.StartAsync();
        await UseAsync($"redis://:{Secret}-not@127.0.0.1:{server.Port}", mode, seen, () => Task.CompletedTask);

        Assert.NotEmpty(seen.Texts);
        Assert.Contains(seen.Texts, text => text.Contains($"127.0.0.1:{server.Port}", StringComparison.Ordinal));
        Assert.All(seen.Texts, static text => Assert.DoesNotContain(Secret, text));
    }

    [Theory]
    [InlineData(RedisMode.PubSub)]
    [InlineData(RedisMode.Streams)]
    public async Task Password_IsInNoTextOfAPublisherOrItsParts(RedisMode mode)
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync(Secret);
        var publisher = new RedisTransport(Parcel.Wire, options => (options.Address, options.Mode, options.Receive) = (server.Address, mode, true));
        await using var station = await Station.ReceiverAsync(publisher);

        string[] texts = [.. SecretSearch.TextsOf(publisher)];

        Assert.Contains(texts, static text => text.Contains(nameof(RedisConnection), StringComparison.Ordinal));
        Assert.All(texts, static text => Assert.DoesNotContain(Secret, text));
    }

    private static Task UseAsync(string address, RedisMode mode, DiagnosticOutputRecorder seen, Func<Task> harm) => SecretSearch.UseAsync(
        seen,
        new() { ["EventGen:RedisAddress"] = address },
        (events, configuration) => events.AddRedis(Parcel.Wire, configuration, options =>
        {
            (options.Mode, options.Receive, options.Timeout) = (mode, true, TimeSpan.FromSeconds(1));
            seen.Note(options.ToString());
        }),
        async () =>
        {
            await NoteClientsAsync(address, seen);
            await harm();
        });

    // What the server shows to everybody who has the password of an administrator.
    private static async Task NoteClientsAsync(string address, DiagnosticOutputRecorder seen)
    {
        Assert.True(RedisAddress.TryParse(address, out var parsed, out _));
        var configuration = parsed.ToConfiguration(TimeSpan.FromSeconds(1));
        configuration.AllowAdmin = true;
        using var client = await ConnectionMultiplexer.ConnectAsync(configuration);
        if (client.IsConnected) seen.Note($"CLIENT LIST {(string?)await client.GetDatabase().ExecuteAsync("CLIENT", "LIST")}");
    }
}
