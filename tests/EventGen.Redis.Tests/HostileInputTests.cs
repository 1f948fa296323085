using System.Text;
using StackExchange.Redis;

namespace EventGen.Redis.Tests;

/// <summary>What others put on the channel, with or without bad intent.</summary>
public sealed class HostileInputTests : IAsyncLifetime
{
    // Nothing of a message gets into a log.
    private const string Marker = "hunter2-9c1f";

    private readonly LogRecorder _log = new();
    private RedisServer _server = null!;

    private static readonly Dictionary<string, byte[]> s_refused = new()
    {
        ["no JSON"] = Utf8($"{Marker}"),
        ["an array"] = Utf8($"[\"{Marker}\"]"),
        ["two messages"] = Utf8(Message() + Message()),
        ["deep JSON"] = Utf8(Message(payload: new string('[', 10_000) + new string(']', 10_000))),
        ["the same member twice"] = Utf8(Message(payload: $$"""{"Id":"{{Guid.NewGuid()}}","Key":"{{Marker}}","Key":"b","Number":1}""")),
        ["the same envelope member twice"] = Utf8(Message(more: ""","type":"conformance.parcel" """)),
        ["text that is no UTF-8"] = [.. Utf8($$"""{"id":"{{Guid.NewGuid()}}","type":"conformance.parcel","payload":{"Key":"{{Marker}}"""), 0xC3, 0x28, 0xFF, .. "\"}}"u8],
        ["a number beyond its range"] = Utf8(Message(payload: $$"""{"Id":"{{Guid.NewGuid()}}","Key":"{{Marker}}","Number":99999999999999999999}""")),
        ["a number that is huge"] = Utf8(Message(payload: $$"""{"Id":"{{Guid.NewGuid()}}","Key":"{{Marker}}","Number":1e999999999}""")),
        ["a number of many digits"] = Utf8(Message(payload: $$"""{"Id":"{{Guid.NewGuid()}}","Key":"{{Marker}}","Number":{{new string('9', 500_000)}}}""")),
        ["no number"] = Utf8(Message(payload: $$"""{"Id":"{{Guid.NewGuid()}}","Key":"{{Marker}}"}""")),
        ["an unknown event"] = Utf8(Message(type: $"{Marker}.\\u0007\\u001b[31m\\nfatal: forged")),
        ["the name of a type"] = Utf8(Message(type: "System.Diagnostics.Process, System.Diagnostics.Process")),
        ["10,000 headers"] = Utf8(Message(metadata: $$$"""{"headers":{{{{string.Join(',', Enumerable.Range(0, 10_000).Select(static number => $"\"h{number}\":\"{Marker}\""))}}}}}""")),
        ["a long header"] = Utf8(Message(metadata: $$$"""{"headers":{"h":"{{{new string('x', 100_000)}}}"}}""")),
        ["an oversized payload"] = Utf8(Message(payload: $$"""{"Id":"{{Guid.NewGuid()}}","Key":"{{new string('x', 2 * 1024 * 1024)}}","Number":1}""")),
        ["a huge message"] = new byte[20 * 1024 * 1024],
    };

    public async ValueTask InitializeAsync()
    {
        RedisServer.Require();
        _server = await RedisServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(RedisMode.PubSub)]
    [InlineData(RedisMode.Streams)]
    public async Task WhatCannotBeHandled_IsCounted_AndLoggedWithoutItsContent(RedisMode mode)
    {
        await using var receiver = await Station.ReceiverAsync(Create(mode), log: _log);
        using var client = await ConnectAsync();

        int refused = 0;
        foreach (var (name, wire) in s_refused)
        {
            await PutAsync(client, mode, wire);
            await Eventually.EqualAsync(++refused, () => receiver.Bus.GetHealth().Rejected, waitedFor: name);
        }

        await StillReceivesAsync(mode, receiver);
        Assert.Equal("good", Assert.Single(receiver.Parcels).Key);
        Assert.All(_log.Entries, static entry => Assert.DoesNotContain(Marker, entry.Text));
        Assert.All(_log.Entries, static entry => Assert.DoesNotContain(entry.Text, char.IsControl));
    }

    [Theory]
    [InlineData(RedisMode.PubSub)]
    [InlineData(RedisMode.Streams)]
    public async Task MetadataThatIsHostile_EndsNothing_AndIsNotLogged(RedisMode mode)
    {
        await using var receiver = await Station.ReceiverAsync(Create(mode), log: _log);
        using var client = await ConnectAsync();
        string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        await PutAsync(client, mode, Utf8(Message(more: $$""","traceparent":"{{trace}}","tracestate":"a={{new string('x', 1024 * 1024)}}" """)));
        await PutAsync(client, mode, Utf8(Message(more: $$""","traceparent":"{{new string('0', 100_000)}}" """)));
        await PutAsync(client, mode, Utf8(Message(metadata: $$$"""{"user_id":"{{{Marker}}}\u0000\u001b[31m\r\nforged","headers":{"a\r\nb":"{{{Marker}}}\u0000","c":"\ud83d\ude00"}}""")));
        await StillReceivesAsync(mode, receiver);

        Assert.Equal(4, receiver.Seen.Count + receiver.Bus.GetHealth().Rejected);
        Assert.All(receiver.Seen, static seen => Assert.True(seen.Context.Metadata.ToString().Length < 10_000));
        Assert.All(_log.Entries, static entry => Assert.DoesNotContain(Marker, entry.Text));
        Assert.All(_log.Entries, static entry => Assert.DoesNotContain(entry.Text, char.IsControl));
    }

    [Fact]
    public async Task EntriesOfSomebodyElse_AreCounted_AndDoneWith()
    {
        await using var receiver = await Station.ReceiverAsync(Create(RedisMode.Streams), log: _log);
        using var client = await ConnectAsync();
        var database = client.GetDatabase();

        await database.ExecuteAsync("XADD", "parcels", "*", "temperature", "21");
        await database.ExecuteAsync("XADD", "parcels", "*", "group", "x");
        await database.ExecuteAsync("XADD", "parcels", "*", "", "");
        await database.ExecuteAsync("XADD", ["parcels", "*", .. Enumerable.Range(0, 10_000).SelectMany(static number => (object[])[$"f{number}", "v"])]);

        await Eventually.EqualAsync(4, () => receiver.Bus.GetHealth().Rejected);
        await StillReceivesAsync(RedisMode.Streams, receiver);
        await database.PendsAsync(0);
    }

    [Theory]
    [InlineData(RedisMode.PubSub)]
    [InlineData(RedisMode.Streams)]
    public async Task AFloodOfBadMessages_DoesNotFloodTheLog(RedisMode mode)
    {
        await using var receiver = await Station.ReceiverAsync(Create(mode), log: _log);
        int before = _log.Entries.Length;

        using var client = await ConnectAsync();
        await Task.WhenAll(Enumerable.Range(0, 5000).Select(_ => PutAsync(client, mode, s_refused["no JSON"])));
        await Eventually.EqualAsync(5000, () => receiver.Bus.GetHealth().Rejected);

        Assert.InRange(_log.Entries.Length - before, 1, 20);
        await StillReceivesAsync(mode, receiver);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Message(string type = "conformance.parcel", string? payload = null, string metadata = "{}", string more = "") =>
        $$"""{"id":"{{Guid.NewGuid()}}","type":"{{type}}","payload":{{payload ?? $$"""{"Id":"{{Guid.NewGuid()}}","Key":"{{Marker}}","Number":1}"""}},"metadata":{{metadata}},"timestamp":"2026-11-21T10:00:00Z"{{more}}}""";

    private async Task StillReceivesAsync(RedisMode mode, Station receiver)
    {
        await using var sender = await Station.SenderAsync(Create(mode));
        await sender.SendAsync(Parcel.New(1, "good"));
        await Eventually.TrueAsync(() => receiver.Parcels.Any(static parcel => parcel.Key == "good"));
        Assert.NotEqual(EventBusStatus.Unhealthy, receiver.Bus.GetHealth().Status);
    }

    private static Task PutAsync(ConnectionMultiplexer client, RedisMode mode, byte[] wire) => mode == RedisMode.PubSub
        ? client.GetSubscriber().PublishAsync(RedisChannel.Literal("parcels"), wire)
        : client.GetDatabase().ExecuteAsync("XADD", "parcels", "*", "data", wire);

    private Task<ConnectionMultiplexer> ConnectAsync() => RedisClient.ConnectAsync(_server);

    private RedisTransport Create(RedisMode mode) => new(Parcel.Wire, options =>
        (options.Address, options.Channel, options.Mode, options.Receive, options.ClaimAfter) = (_server.Address, "parcels", mode, true, TimeSpan.FromSeconds(30)));
}
