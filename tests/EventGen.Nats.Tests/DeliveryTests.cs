using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace EventGen.Nats.Tests;

/// <summary>Messages that end their process, that no bus wrote, and the form that a bus writes.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private const int Limit = 2;
    private const string Marker = "hunter2-9c1f";

    private NatsServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        if (AnotherProcess.Address is not null) return;
        NatsServer.Require();
        _server = await NatsServer.StartNewAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task AnEventThatEndsItsProcess_BecomesADeadLetter_AndNothingElseIsLost()
    {
        if (AnotherProcess.Address is { } address)
        {
            await using var doomed = await Station.ReceiverAsync(Create(address), handling: static (parcel, _) =>
            {
                if (parcel.Key == "poison") Environment.FailFast("as the event wants");
                return default;
            });
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
            return;
        }

        await (await Station.ReceiverAsync(Create(_server.Address))).DisposeAsync();
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server));
        var poison = Parcel.New(1, "poison");
        await sender.SendAsync(poison);
        for (int death = 0; death < Limit; death++)
        {
            // Killed when it does not end.
            using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            end.CancelAfter(Suite.Patience);
            Assert.Equal(134, (await AnotherProcess.RunAsync(_server.Address, typeof(DeliveryTests), end.Token)).ExitCode);   // SIGABRT
        }

        Parcel[] others = Parcel.Many(20, "others");
        await sender.SendAsync(others);

        var store = new DeadLetterStore();
        await using var survivor = await Station.ReceiverAsync(Create(_server.Address), deadLetters: store);
        await survivor.HasAsync(others.Length);
        await Eventually.EqualAsync(1L, () => store.Count, Suite.Patience);
        Assert.Equal(others, survivor.Parcels);
        Assert.StartsWith("It was delivered 2 times (DeliveryLimit), and each time left unfinished.", Assert.Single(store.DeadLetters).Reason);

        // It is the whole message: whoever has mended the handler replays it.
        await survivor.Bus.DeadLetters.ReplayAllAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains(poison, survivor.Parcels);

        // A machine that stands still needs its time to end a process; what is left unattended meanwhile is delivered once more, which counts.
        static NatsTransport Create(string address) => NatsSettings.Create(address, static options => (options.DeliveryLimit, options.AckWait) = (Limit, TimeSpan.FromSeconds(12)));
    }

    // Its dead letter is kept nowhere, so it is delivered again and again.
    [Fact]
    public async Task DeliveriesThatThisInstanceGaveBack_DoNotCount()
    {
        var store = new DeadLetterStore { Fails = true };
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(_server, static options => options.DeliveryLimit = 1), handling: static (_, _) => throw new InvalidDataException(), deadLetters: store);
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server));
        await sender.SendAsync(Parcel.New(1));
        await Eventually.TrueAsync(() => store.Refusals >= 3, Suite.Patience);
        store.Fails = false;

        await Eventually.EqualAsync(1L, () => store.Count, Suite.Patience);
        Assert.Equal(DeadLetterKind.Handler, Assert.Single(store.DeadLetters).Kind);
        await _server.IsAcknowledgedAsync();
    }

    [Fact]
    public async Task AConsumerProcessKilledUnderLoad_LosesNothing()
    {
        if (AnotherProcess.Address is { } address)
        {
            await using var doomed = await Station.ReceiverAsync(NatsSettings.Create(address), handling: static async (parcel, token) => await Task.Delay(TimeSpan.FromMilliseconds(parcel.Number % 3), token));
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
            return;
        }

        bool isLong = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1";
        await (await Station.ReceiverAsync(NatsSettings.Create(_server))).DisposeAsync();
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server));
        var seen = await SeenByServerAsync();
        Parcel[] sent = Parcel.Many(isLong ? 20_000 : 2_000);
        var sending = Task.WhenAll(sent.Chunk(100).Select(sender.SendAsync));
        for (int kill = 0; kill < (isLong ? 20 : 2); kill++)
        {
            using var killed = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var running = AnotherProcess.RunAsync(_server.Address, typeof(DeliveryTests), killed.Token);
            long before = seen;
            while ((seen = await SeenByServerAsync()) < before + 50 && (await _server.ConsumerAsync()).NumPending > 0) await Task.Yield();
            await killed.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }

        await sending;
        await using var survivor = await Station.ReceiverAsync(NatsSettings.Create(_server));
        await _server.IsAcknowledgedAsync();
        Assert.Equal(sent.Length, (int)(await _server.ConsumerAsync()).AckFloor.StreamSeq);
        Assert.Equal(0, survivor.Bus.GetHealth().Dropped);

        async Task<long> SeenByServerAsync() => (long)(await _server.ConsumerAsync()).Delivered.StreamSeq;
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(NatsSettings.Stream, 0)]
    public async Task AStartWithoutAStream_SaysThatDeliveryIsAtMostOnce(string? stream, int times)
    {
        var log = new LogRecorder();
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(_server, options => options.Stream = stream), log: log);

        Assert.Equal(times, log.Count(189));
    }

    public static TheoryData<string> HostileBlocks =>
    [
        "no first line", "no end", "no colon", "an empty name", "no UTF-8", "many", "long", "an escape", "a wrong version", "no id", "an unknown event", "a time that is none", "the same twice", "half a percent sign", "a status",
    ];

    // Written to the server's socket: no client sends them.
    [Theory]
    [MemberData(nameof(HostileBlocks))]
    public async Task HeadersThatNoBusWrites_AreRefused_OrIgnored_AndReceivingGoesOn(string what)
    {
        var log = new LogRecorder();
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(_server), log: log);
        await using var core = await Station.ReceiverAsync(NatsSettings.Create(_server, static options => (options.Stream, options.Subject) = (null, NatsSettings.Stream)), application: "core", log: log);
        string attributes = $"ce-specversion: 1.0\r\nce-id: {Guid.NewGuid()}\r\nce-source: test\r\nce-type: conformance.parcel\r\n";
        byte[] headers = what switch
        {
            "no first line" => Utf8($"HTTP/1.1 {Marker}\r\n{attributes}\r\n"),
            "no end" => Utf8($"NATS/1.0\r\n{attributes.TrimEnd()}"),
            "no colon" => Utf8($"NATS/1.0\r\n{Marker}\r\n{attributes}\r\n"),
            "an empty name" => Utf8($"NATS/1.0\r\n: {Marker}\r\n{attributes}\r\n"),
            "no UTF-8" => [.. Utf8($"NATS/1.0\r\n{attributes}ce-x: "), 0xC3, 0x28, 0xFF, 0, .. "\r\n\r\n"u8],
            "many" => Utf8($"NATS/1.0\r\n{attributes}{string.Concat(Enumerable.Range(0, 1000).Select(static number => $"ce-h{number}: {Marker}\r\n"))}\r\n"),
            "long" => Utf8($"NATS/1.0\r\n{attributes}ce-userid: {new string('x', 60_000)}\r\n\r\n"),
            "an escape" => Utf8($"NATS/1.0\r\n{attributes.Replace("conformance.parcel", $"{Marker}\u001b[31m%0Afatal: forged", StringComparison.Ordinal)}\r\n"),
            "a wrong version" => Utf8($"NATS/1.0\r\n{attributes.Replace(" 1.0", " 0.3", StringComparison.Ordinal)}\r\n"),
            "no id" => Utf8($"NATS/1.0\r\n{attributes.Replace("ce-id", "ce-no", StringComparison.Ordinal)}\r\n"),
            "an unknown event" => Utf8($"NATS/1.0\r\n{attributes.Replace("conformance.parcel", Marker, StringComparison.Ordinal)}\r\n"),
            "a time that is none" => Utf8($"NATS/1.0\r\n{attributes}ce-time: {Marker}\r\n\r\n"),
            "the same twice" => Utf8($"NATS/1.0\r\n{attributes}ce-id: {Marker}\r\n\r\n"),
            "half a percent sign" => Utf8($"NATS/1.0\r\n{attributes}ce-userid: 100%\r\n\r\n"),
            _ => Utf8($"NATS/1.0 408 {Marker}\r\n{attributes}\r\n"),
        };

        await SendRawAsync(headers, Utf8($$"""{"Id":"{{Guid.NewGuid()}}","Key":"a","Number":1}"""));
        foreach (var station in (Station[])[receiver, core]) await Eventually.TrueAsync(() => station.Bus.GetHealth().Rejected + station.Seen.Count == 1, Suite.Patience);
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server));
        var after = Parcel.New(2, "after");
        await sender.SendAsync(after);

        foreach (var station in (Station[])[receiver, core]) await Eventually.TrueAsync(() => station.Parcels.Contains(after), Suite.Patience);
        await _server.IsAcknowledgedAsync();
        Assert.Equal(0, log.Count(151));
        Assert.All(log.Entries, static entry => Assert.DoesNotContain(Marker, entry.Text));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AMessage_IsInTheFormThatWasAskedFor(bool cloudEvents)
    {
        await using var sender = await Station.SenderAsync(NatsSettings.CreateSender(_server, options => options.CloudEvents = cloudEvents), application: "größe \"1\"");
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        using (EventMetadata.Push(userId: "ü 100%", correlationId: "c1")) await sender.SendAsync(Parcel.New(7, "k"));

        var message = await _server.RunAsync(static async context => (await (await context.GetStreamAsync(NatsSettings.Stream)).GetAsync(new() { Seq = 1 })).Message);
        var headers = HeaderBlock.Parse(Convert.FromBase64String(message.Hdrs!));
        string body = Encoding.UTF8.GetString(message.Data.Span);

        Assert.Equal("parcels.conformance.parcel", message.Subject);
        Assert.Equal("gr%C3%B6%C3%9Fe%20%221%22", headers["eventgen-group"]);
        if (!cloudEvents)
        {
            Assert.StartsWith($$"""{"id":"{{headers["Nats-Msg-Id"]}}","type":"conformance.parcel","payload":{""", body);
            return;
        }

        Assert.Contains("\"Number\":7", body);
        Assert.Equal(("1.0", headers["Nats-Msg-Id"], "conformance.parcel", "application/json"), (headers["ce-specversion"], headers["ce-id"], headers["ce-type"], headers["ce-datacontenttype"]));
        Assert.Equal(("%C3%BC%20100%25", "c1", "k"), (headers["ce-userid"], headers["ce-correlationid"], headers["ce-partitionkey"]));
        Assert.Contains(activity.TraceId.ToHexString(), headers["ce-traceparent"]);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private async Task SendRawAsync(byte[] headers, byte[] body)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _server.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync("CONNECT {\"verbose\":false,\"headers\":true}\r\n"u8.ToArray());
        await stream.WriteAsync(Utf8(string.Create(CultureInfo.InvariantCulture, $"HPUB parcels.conformance.parcel {headers.Length} {headers.Length + body.Length}\r\n")));
        await stream.WriteAsync((byte[])[.. headers, .. body, .. "\r\nPING\r\n"u8]);
        byte[] answer = new byte[4096];
        var text = new StringBuilder();
        while (!text.ToString().Contains("PONG", StringComparison.Ordinal))
        {
            int length = await stream.ReadAsync(answer, TestContext.Current.CancellationToken);
            if (length == 0) break;
            text.Append(Encoding.ASCII.GetString(answer, 0, length));
        }

        Assert.Contains("PONG", text.ToString());
        Assert.DoesNotContain("-ERR", text.ToString());
    }
}
