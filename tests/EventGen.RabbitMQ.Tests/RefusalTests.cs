using System.Diagnostics;

namespace EventGen.RabbitMQ.Tests;

/// <summary>A server that is there, and refuses.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private const string Secret = "hunter2-9c1f";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private readonly LogRecorder _log = new();
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
    public async Task AUserThatIsUnknown_IsTold_AndServedOnceItIsKnown()
    {
        string address = $"amqp://late:{Secret}@127.0.0.1:{_broker.Server.Port}";
        await using var receiver = await Station.ReceiverAsync(_broker.Create(options => (options.Address, options.Timeout) = (address, TimeSpan.FromSeconds(2))), log: _log, canReceive: false);

        await ToldAsync(receiver, "it refuses the user or the password. Correct them in Address.");
        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => receiver.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1), TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("It has not been sent.", thrown.ToString());
        Assert.DoesNotContain(Secret, thrown.ToString());

        await _broker.Server.AllowAsync("late", Secret, ".*", ".*", ".*");
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        Assert.Equal((1, 0), (_log.Count(162), _log.Count(163)));   // what is missing is the connection, which tells it: 161
        Assert.All(_log.Entries, static entry => Assert.DoesNotContain(Secret, entry.Text));
    }

    [Fact]
    public async Task AServerThatHasRefused_AndThenSaysNothing_IsToldWithWhatItSaid()
    {
        const string Told = "it refuses the user or the password. Correct them in Address.";
        await using var proxy = new HoldingProxy(_broker.Server.Port);
        await using var receiver = await Station.ReceiverAsync(_broker.Create(options => (options.Address, options.Timeout) = ($"amqp://nobody:{Secret}@{proxy.Address}", s_patience)), canReceive: false);
        await ToldAsync(receiver, Told);
        proxy.Hold();
        await proxy.Gate.Reached;

        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => receiver.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1), TestContext.Current.CancellationToken).AsTask());

        Assert.Contains(Told, thrown.ToString());
        await ToldAsync(receiver, $"; before that: {Told}");
    }

    // As rabbitmq.md lists them.
    [Fact]
    public async Task AUser_NeedsTheRightsThatAreDocumented_AndIsToldWhichIsMissing()
    {
        string names = $"^{_broker.Exchange.Replace(".", "[.]", StringComparison.Ordinal)}.*$";
        await _broker.Server.AllowAsync("clerk", Secret, "^$", "^$", "^$");
        string address = $"amqp://clerk:{Secret}@127.0.0.1:{_broker.Server.Port}";
        await using var receiver = await Station.ReceiverAsync(_broker.Create(options => (options.Address, options.Timeout) = (address, TimeSpan.FromSeconds(2))), log: _log, canReceive: false);
        await ToldAsync(receiver, "403", $"exchange '{_broker.Exchange}'", "Allow the user to configure it, or set Topology to Verify: see Permissions");

        await _broker.Server.AllowAsync("clerk", Secret, names, names, names);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);

        // What is declared already needs no right to configure: a publisher may only write, a receiver only read.
        await _broker.Server.AllowAsync("writer", Secret, "^$", $"^{_broker.Exchange}$", "^$");
        await _broker.Server.AllowAsync("reader", Secret, "^$", "^$", $"^{_broker.Queue}$");
        await receiver.DisposeAsync();
        await using var reader = await Station.ReceiverAsync(_broker.Create(options => (options.Address, options.Topology) = ($"amqp://reader:{Secret}@127.0.0.1:{_broker.Server.Port}", RabbitMQTopology.Verify)));
        await using var writer = await Station.SenderAsync(_broker.Create(options => (options.Address, options.Topology, options.Receive) = ($"amqp://writer:{Secret}@127.0.0.1:{_broker.Server.Port}", RabbitMQTopology.Verify, false)));
        await writer.SendAsync(Parcel.New(1));
        await reader.HasAsync(1);

        await Assert.ThrowsAsync<EventDispatchException>(() => reader.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(2), TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("403", reader.Bus.GetHealth().Publishers[0].LastError);
        Assert.Contains("Allow the user to write to it: see Permissions", reader.Bus.GetHealth().Publishers[0].LastError);
    }

    [Fact]
    public async Task AVirtualHostThatIsNotThere_IsToldOnce_AndTriedLessAndLessOften()
    {
        string address = $"amqp://{_broker.Server.User}:{_broker.Server.Password}@127.0.0.1:{_broker.Server.Port}/nowhere";
        Assert.True(RabbitMQAddress.TryParse(address, out var nowhere, out _));
        var health = new ConnectionHealth("out", "here");
        await using var connection = new RabbitMQConnection("out", nowhere, Suite.Patience, health) { Logger = _log };
        var attempts = new HashSet<Exception>(ReferenceEqualityComparer.Instance);
        long began = Stopwatch.GetTimestamp();
        while (attempts.Count < 4)
        {
            attempts.Add(await Assert.ThrowsAnyAsync<Exception>(() => connection.GetAsync(TestContext.Current.CancellationToken)));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        // Half a second, one, and two.
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.FromSeconds(3.5), Suite.Patience);
        Assert.Contains("Correct the virtual host in Address", health.Current.LastError);
        Assert.Equal((0, 1), (_log.Count(160), _log.Count(161)));
    }

    [Fact]
    public async Task ACertificateOfAnUnknownAuthority_IsRefused_AndSaysWhatToDo()
    {
        string address = $"amqps://{_broker.Server.User}:{_broker.Server.Password}@localhost:{_broker.Server.TlsPort}";
        await using var sender = await Station.SenderAsync(_broker.Create(options => (options.Address, options.Receive, options.Timeout) = (address, false, s_patience)));

        await ToldAsync(sender, "TLS", "Trust the authority of its certificate");
        Assert.DoesNotContain(_broker.Server.Password, sender.Bus.GetHealth().Publishers[0].LastError);
    }

    [Fact]
    public async Task ATlsAddress_OfAServerWithoutTls_SaysWhatToDo()
    {
        string address = $"amqps://{_broker.Server.User}:{_broker.Server.Password}@localhost:{_broker.Server.Port}";
        await using var sender = await Station.SenderAsync(_broker.Create(options => (options.Address, options.Receive, options.Timeout) = (address, false, s_patience)));

        await ToldAsync(sender, "it does not speak TLS there: write amqp:// in Address, or turn TLS on at the server");
    }

    // Whom a process trusts is settled when it starts.
    [Fact]
    public async Task ATrustedAuthority_IsAllThatTlsNeeds()
    {
        if (AnotherProcess.Address is { } address)
        {
            await using var receiver = await Station.ReceiverAsync(new RabbitMQTransport(Parcel.Wire, options => (options.Address, options.Exchange, options.Receive) = (address, "over-tls", true)));
            await using var sender = await Station.SenderAsync(new RabbitMQTransport(Parcel.Wire, options => (options.Address, options.Exchange) = (address, "over-tls")));
            await sender.SendAsync(Parcel.Many(10));
            await receiver.HasAsync(10);
            return;
        }

        var run = await AnotherProcess.RunAsync(
            $"amqps://{_broker.Server.User}:{_broker.Server.Password}@localhost:{_broker.Server.TlsPort}",
            typeof(RefusalTests),
            TestContext.Current.CancellationToken,
            new Dictionary<string, string?> { ["SSL_CERT_FILE"] = _broker.Server.AuthorityFile });
        Assert.Contains("Total: 1,", run.Succeeded().Output);
    }

    private static async Task ToldAsync(Station station, params string[] texts)
    {
        await Eventually.ContainsAsync(texts, () => station.Bus.GetHealth().Publishers[0].LastError, Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, station.Bus.GetHealth().Status);
    }
}
