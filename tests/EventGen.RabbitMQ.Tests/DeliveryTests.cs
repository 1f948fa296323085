using System.Diagnostics;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace EventGen.RabbitMQ.Tests;

/// <summary>Messages that end their process, that no bus wrote, and the form that a bus writes.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private const string Exchange = "poison";
    private const string KilledExchange = "killed";
    private const string HandledFile = "EVENTGEN_TEST_HANDLED";

    private const int Limit = 2;

    private Broker _broker = null!;

    public async ValueTask InitializeAsync()
    {
        if (AnotherProcess.Address is null) _broker = new Broker(await Servers.SteadyAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
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

        string server = _broker.Server.Address;
        await (await Station.ReceiverAsync(Create(server))).DisposeAsync();
        await using var sender = await Station.SenderAsync(Create(server, receives: false));
        var poison = Parcel.New(1, "poison");
        Parcel[] others = Parcel.Many(20, "others");
        await sender.SendAsync(poison);
        await sender.SendAsync(others);

        for (int death = 0; death < Limit; death++)
            Assert.Equal(134, (await AnotherProcess.RunAsync(server, typeof(DeliveryTests), TestContext.Current.CancellationToken)).ExitCode);   // SIGABRT

        var store = new DeadLetterStore();
        await using var survivor = await Station.ReceiverAsync(Create(server), deadLetters: store);
        await Eventually.TrueAsync(() => store.Count > 0 && store.Count + survivor.Parcels.Distinct().Count() >= 1, Suite.Patience);
        Assert.DoesNotContain(poison, survivor.Parcels);
        Assert.Contains(store.DeadLetters, static deadLetter => deadLetter.Reason.StartsWith("It was given back to its queue 2 times (DeliveryLimit).", StringComparison.Ordinal));

        // Each is the whole message: whoever has mended the handler replays them.
        await survivor.Bus.DeadLetters.ReplayAllAsync(cancellationToken: TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => survivor.Parcels.Contains(poison), Suite.Patience);
    }

    [Fact]
    public async Task AConsumerProcessKilledUnderLoad_LosesNothing()
    {
        if (AnotherProcess.Address is { } address)
        {
            // Written before it is acknowledged.
            string handled = Environment.GetEnvironmentVariable(HandledFile)!;
            Lock writing = new();
            await using var doomed = await Station.ReceiverAsync(Create(address, exchange: KilledExchange), handling: async (parcel, token) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(parcel.Number % 3), token);
                lock (writing) File.AppendAllText(handled, $"{parcel.Number}\n");
            });
            await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
            return;
        }

        bool isLong = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1";
        string file = Path.GetTempFileName(), server = _broker.Server.Address;
        await (await Station.ReceiverAsync(Create(server, exchange: KilledExchange))).DisposeAsync();
        await using var sender = await Station.SenderAsync(Create(server, receives: false, exchange: KilledExchange));
        Parcel[] sent = Parcel.Many(isLong ? 20_000 : 1_000);
        var sending = Task.WhenAll(sent.Chunk(100).Select(sender.SendAsync));
        for (int kill = 0; kill < (isLong ? 20 : 2); kill++)
        {
            using var killed = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            int before = Handled(file).Count;
            var running = AnotherProcess.RunAsync(server, typeof(DeliveryTests), killed.Token, new Dictionary<string, string?> { [HandledFile] = file });
            await Eventually.TrueAsync(() => Handled(file).Count > before, Suite.Patience);
            await killed.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }

        await sending;
        await using var survivor = await Station.ReceiverAsync(Create(server, exchange: KilledExchange));
        await Eventually.EqualAsync(sent.Length, () => Handled(file).Union(survivor.Parcels.Select(static parcel => parcel.Number)).Count(), Suite.Patience);
        TestContext.Current.SendDiagnosticMessage("{0} sent, {1} handled by processes that were killed, {2} by the one after them.", sent.Length, Handled(file).Count, survivor.Seen.Count);
        File.Delete(file);
    }

    public static TheoryData<string> HostileHeaders => ["a table", "a list", "no UTF-8", "many", "long", "an escape", "a wrong version", "no id", "an unknown event", "a time that is none"];

    [Theory]
    [MemberData(nameof(HostileHeaders))]
    public async Task HeadersThatNoBusWrites_AreRefused_OrIgnored_AndReceivingGoesOn(string what)
    {
        const string Marker = "hunter2-9c1f";
        var log = new LogRecorder();
        await using var receiver = await Station.ReceiverAsync(_broker.Create(), log: log);
        var parcel = Parcel.New(1);
        var headers = new Dictionary<string, object?>
        {
            ["cloudEvents_specversion"] = "1.0", ["cloudEvents_id"] = Guid.NewGuid().ToString(), ["cloudEvents_source"] = "test", ["cloudEvents_type"] = "conformance.parcel",
        };
        switch (what)
        {
            case "a table": headers["cloudEvents_source"] = new Dictionary<string, object?> { [Marker] = Marker }; break;
            case "a list": headers["cloudEvents_id"] = new List<object?> { Marker, 1 }; break;
            case "no UTF-8": headers["cloudEvents_type"] = new byte[] { 0xC3, 0x28, 0xFF }; break;
            case "many": foreach (int number in Enumerable.Range(0, 1000)) headers[$"cloudEvents_h{number}"] = Marker; break;
            case "long": headers["cloudEvents_subject"] = new string('x', 60_000); headers["cloudEvents_userid"] = new string('x', 60_000); break;
            case "an escape": headers["cloudEvents_type"] = $"{Marker}\u001b[31m\nfatal: forged"; break;
            case "a wrong version": headers["cloudEvents_specversion"] = "0.3"; break;
            case "no id": headers.Remove("cloudEvents_id"); break;
            case "an unknown event": headers["cloudEvents_type"] = Marker; break;
            default: headers["cloudEvents_time"] = Marker; break;
        }

        await PutAsync(headers, $$"""{"Id":"{{parcel.Id}}","Key":"a","Number":1}""");
        await Eventually.TrueAsync(() => receiver.Bus.GetHealth().Rejected == 1 || receiver.Seen.Count == 1, Suite.Patience);
        await using var sender = await Station.SenderAsync(_broker.Create(static options => options.Receive = false));
        var after = Parcel.New(2, "after");
        await sender.SendAsync(after);

        await Eventually.TrueAsync(() => receiver.Parcels.Contains(after), Suite.Patience);
        Assert.Equal(0, await _broker.ReadyAsync(_broker.Queue));
        Assert.All(log.Entries, static entry => Assert.DoesNotContain(Marker, entry.Text));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AMessage_IsInTheFormThatWasAskedFor(bool cloudEvents)
    {
        await _broker.RunAsync(async channel =>
        {
            await channel.ExchangeDeclareAsync(_broker.Exchange, ExchangeType.Topic, durable: true);
            await channel.QueueDeclareAsync(_broker.Queue, durable: true, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync(_broker.Queue, _broker.Exchange, "conformance.parcel");   // the event's id is the routing key
        });
        await using var sender = await Station.SenderAsync(_broker.Create(options => (options.Receive, options.CloudEvents) = (false, cloudEvents)));
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        using (EventMetadata.Push(userId: "u1", correlationId: "c1")) await sender.SendAsync(Parcel.New(7, "k"));

        var message = (await _broker.RunAsync(channel => channel.BasicGetAsync(_broker.Queue, autoAck: true)))!;

        var properties = message.BasicProperties;
        Assert.Equal(("application/json", DeliveryModes.Persistent, "conformance.parcel"), (properties.ContentType, properties.DeliveryMode, properties.Type));
        string body = Encoding.UTF8.GetString(message.Body.Span);
        if (!cloudEvents)
        {
            Assert.StartsWith($$"""{"id":"{{properties.MessageId}}","type":"conformance.parcel","payload":{""", body);
            return;
        }

        Assert.Contains("\"Number\":7", body);
        Assert.Equal(("1.0", properties.MessageId, "conformance.parcel", "sender"), (Header("specversion"), Header("id"), Header("type"), Header("source")));
        Assert.Equal(("u1", "c1", "k"), (Header("userid"), Header("correlationid"), Header("partitionkey")));
        Assert.Contains(activity.TraceId.ToHexString(), Header("traceparent"));

        string Header(string name) => Encoding.UTF8.GetString((byte[])properties.Headers![$"cloudEvents_{name}"]!);
    }

    // A bus starts without a server that is slow to declare its queue: until that is bound, the message comes back.
    private Task PutAsync(Dictionary<string, object?> headers, string body) => Eventually.TrueAsync(
        () => _broker.RunAsync(async channel =>
        {
            try
            {
                var properties = new BasicProperties { ContentType = "application/json", Headers = headers };
                await channel.BasicPublishAsync(_broker.Exchange, "conformance.parcel", mandatory: true, properties, Encoding.UTF8.GetBytes(body));
                return true;
            }
            catch (PublishException exception) when (exception.IsReturn)
            {
                return false;
            }
        }),
        Suite.Patience,
        "the queue");

    // What has a whole line. A process that is killed may leave a part of one.
    private static HashSet<int> Handled(string file)
    {
        using var reading = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var text = new StreamReader(reading);
        return [.. text.ReadToEnd().Split('\n')[..^1].Select(static line => int.TryParse(line, out int number) ? number : -1).Where(static number => number >= 0)];
    }

    private static RabbitMQTransport Create(string address, bool receives = true, string exchange = Exchange) => new(Parcel.Wire, options =>
    {
        (options.Address, options.Exchange, options.Receive, options.DeliveryLimit) = (address, exchange, receives, exchange == Exchange ? Limit : 1000);
        options.Timeout = TimeSpan.FromSeconds(10);
    });
}
