using System.Text;
using System.Text.Json.Nodes;

namespace EventGen.SensitiveData.Tests;

/// <summary>What <see cref="SensitiveDataOptions"/> makes of sensitive parts, and what a receiver makes of that.</summary>
public sealed class HandlingTests : IDisposable
{
    private static readonly byte[] s_key = [.. Enumerable.Range(1, 16).Select(static i => (byte)i)];
    private static readonly byte[] s_otherKey = [.. Enumerable.Range(2, 24).Select(static i => (byte)i)];
    private static readonly PaymentMade s_payment = new(2, "4111", new Payer("Ann", "ann@x"), new() { ["a"] = [new Payer("Bob", "bob@x")] });

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sensitive-");
    private readonly Inlet _inlet = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Kept_IsWrittenAsItIs() => Assert.Equal(
        """{"number":2,"card":"4111","payer":{"name":"Ann","email":"ann@x"},"others":{"a":[{"name":"Bob","email":"bob@x"}]}}""",
        await PublishedAsync(static _ => { }));

    [Fact]
    public async Task LeftOut_IsNotThere() => Assert.Equal(
        """{"number":2,"payer":{"name":"Ann"},"others":{"a":[{"name":"Bob"}]}}""",
        await PublishedAsync(static options => options.Handling = SensitiveDataHandling.LeaveOut));

    [Fact]
    public async Task Encrypted_IsAnotherTextEachTime_AndTheRestIsReadable()
    {
        string first = await PublishedAsync(Encrypting(s_key)), second = await PublishedAsync(Encrypting(s_key));

        Assert.StartsWith("encrypted:1:", (string)JsonNode.Parse(first)!["card"]!);
        Assert.StartsWith("encrypted:1:", (string)JsonNode.Parse(first)!["others"]!["a"]![0]!["email"]!);
        Assert.Equal(("Ann", 2), ((string)JsonNode.Parse(first)!["payer"]!["name"]!, (int)JsonNode.Parse(first)!["number"]!));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Encrypted_IsReadWithTheKey_OrAnOlderOne_AndNotWithAnother()
    {
        string wire = await PublishedAsync(Encrypting(s_key));

        Assert.Equal(s_payment.Card, (await ReceivedAsync(wire, Encrypting(s_key))).Payment?.Card);
        Assert.Equal("bob@x", (await ReceivedAsync(wire, options => options.OlderKeys.Add(s_key))).Payment?.Others!["a"][0].Email);
        Assert.Equal("ann@x", (await ReceivedAsync(wire, options => (options.Key, options.Handling) = (s_otherKey, options.OlderKeys.Count == 0 ? Add(options) : default))).Payment?.Payer.Email);
        Assert.Equal("A sensitive part of it was encrypted with a key that this application does not have, or was changed.", (await ReceivedAsync(wire, Encrypting(s_otherKey))).Reason);

        static SensitiveDataHandling Add(SensitiveDataOptions options)
        {
            options.OlderKeys.Add(s_key);
            return SensitiveDataHandling.Encrypt;
        }
    }

    [Fact]
    public async Task Encrypted_ThatWasChanged_IsRejected()
    {
        string wire = await PublishedAsync(Encrypting(s_key));
        var json = JsonNode.Parse(wire)!;
        string card = (string)json["card"]!;
        json["card"] = card[..^4] + (card[^4] == 'A' ? 'B' : 'A') + card[^3..];

        Assert.Equal(ReceiveStatus.Rejected, (await ReceivedAsync(json.ToJsonString(), Encrypting(s_key))).Status);
    }

    [Fact]
    public async Task PlainValue_IsReadByWhoeverEncrypts() =>
        Assert.Equal("4111", (await ReceivedAsync(await PublishedAsync(static _ => { }), Encrypting(s_key))).Payment?.Card);

    [Fact]
    public async Task Null_StaysNull()
    {
        string wire = await PublishedAsync(Encrypting(s_key), s_payment with { Card = null });

        Assert.Contains("\"card\":null", wire, StringComparison.Ordinal);
        Assert.Null((await ReceivedAsync(wire, Encrypting(s_key))).Payment?.Card);
    }

    [Theory]
    [InlineData(SensitiveDataHandling.Encrypt, 0, "SensitiveData.Handling is Encrypt, and Key is not set.")]
    [InlineData(SensitiveDataHandling.Keep, 5, "SensitiveData.Key has 5 bytes; it must have 16, 24 or 32.")]
    [InlineData((SensitiveDataHandling)9, 0, "SensitiveData.Handling is 9, which is no SensitiveDataHandling.")]
    public void SettingsThatCannotWork_AreFaults(SensitiveDataHandling handling, int keyBytes, string fault)
    {
        var options = new EventBusOptions();
        options.SensitiveData.Handling = handling;
        if (keyBytes > 0) options.SensitiveData.Key = new byte[keyBytes];

        Assert.Equal([fault], options.Validate([EventGenSensitiveDataTestsEventModule.Instance]));
    }

    [Fact]
    public async Task MaskSensitive_HidesEachVersionsParts_WhateverTheirCase()
    {
        await using var bus = await StartAsync(static _ => { });
        var topic = bus.Topic<PaymentMade>();

        Assert.Equal("""{"CARD":"***","=pan":"***","payer":{"Email":"***","x":1},"others":{"a":[{"email":"***"}]},"card":null}""",
            Text(topic.MaskSensitive(Bytes("""{"CARD":[1,2],"=pan":"x","payer":{"Email":true,"x":1},"others":{"a":[{"email":"y"}]},"card":null}"""))));
        Assert.True(topic.MaskSensitive(Bytes("{")).IsEmpty);
        Assert.True(topic.Descriptor.HasSensitiveParts);
    }

    private static Action<SensitiveDataOptions> Encrypting(byte[] key) => options => (options.Handling, options.Key) = (SensitiveDataHandling.Encrypt, key);

    private async Task<string> PublishedAsync(Action<SensitiveDataOptions> configure, PaymentMade? payment = null)
    {
        await using var bus = await StartAsync(configure);
        await bus.Topic<PaymentMade>().InvokeAsync(payment ?? s_payment, Cancellation);
        return Text(_inlet.Published[^1].Payload);
    }

    private async Task<(ReceiveStatus Status, string? Reason, PaymentMade? Payment)> ReceivedAsync(string payload, Action<SensitiveDataOptions> configure)
    {
        await using var bus = await StartAsync(configure);
        PaymentMade? seen = null;
        bus.Topic<PaymentMade>().Subscribe((PaymentMade payment) => { seen = payment; });
        var result = await _inlet.Receiver.ReceiveAsync(
            new EventMessage { Id = Guid.NewGuid(), EventId = "payment.made", Version = 2, Payload = Bytes(payload), Timestamp = DateTimeOffset.UnixEpoch }, Cancellation);
        return (result.Status, result.Reason, seen);
    }

    private async Task<EventBus> StartAsync(Action<SensitiveDataOptions> configure)
    {
        var bus = EventBus.Create(builder =>
        {
            builder.AddModule(EventGenSensitiveDataTestsEventModule.Instance).AddPublisher(_inlet).Configure(options => configure(options.SensitiveData));
            builder.AddSqliteOutbox($"Data Source={Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.db")}");
        });
        await bus.StartAsync(Cancellation);
        return bus;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
