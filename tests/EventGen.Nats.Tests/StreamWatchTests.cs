using NATS.Client.JetStream.Models;

namespace EventGen.Nats.Tests;

/// <summary>An application that only publishes, and has published nothing yet: it tells of a stream that it cannot use, and of nothing that it does not know.</summary>
public sealed class StreamWatchTests
{
    private const string Missing = "stream 'parcels' cannot be used: it does not exist. Create it, or set Topology to Declare";
    private const string Secret = "hunter2-9c1f";

    // It looks every five seconds.
    private static readonly TimeSpan s_looks = TimeSpan.FromSeconds(7);

    private readonly LogRecorder _log = new();

    [Fact]
    public async Task AMissingStream_IsTold_BeforeAnythingIsPublished_UntilItIsThere_AndWhenItIsDeleted()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync();
        await using var sender = await SenderAsync(server.Address);
        await NatsSettings.ToldAsync(sender, Missing);
        await Task.Delay(s_looks, TestContext.Current.CancellationToken);
        await Eventually.EqualAsync((Missing, 1), () => (LastError(sender), _log.Count(205)), Suite.Patience);

        await CreateStreamAsync(server);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
        await sender.SendAsync(Parcel.New(1));

        await server.RunAsync(static async context => await context.DeleteStreamAsync(NatsSettings.Stream));
        await NatsSettings.ToldAsync(sender, Missing);
        Assert.Equal(2, _log.Count(205));
    }

    [Fact]
    public async Task AMissingStream_IsDeclared_BeforeAnythingIsPublished_AndAgainWhenItIsDeleted()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync();
        await using var sender = await SenderAsync(server.Address, NatsTopology.Declare);
        await Eventually.TrueAsync(() => HasStreamAsync(server), Suite.Patience);

        await server.RunAsync(static async context => await context.DeleteStreamAsync(NatsSettings.Stream));
        await Eventually.TrueAsync(() => HasStreamAsync(server), Suite.Patience);
        Assert.Equal(0, _log.Count(205));
    }

    [Fact]
    public async Task AStreamThatCannotBeDeclared_IsTold_UntilItCan()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync();
        await server.RunAsync(static async context => await context.CreateStreamAsync(new StreamConfig("others", ["parcels.>"])));
        await using var sender = await SenderAsync(server.Address, NatsTopology.Declare);
        await NatsSettings.ToldAsync(sender, "stream 'parcels' cannot be used: ", "Choose another Subject");
        Assert.Equal(1, _log.Count(205));

        await server.RunAsync(static async context => await context.DeleteStreamAsync("others"));
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
    }

    [Fact]
    public async Task AMissingRightToDeclare_IsTold()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync(Clerk(publish: "parcels.>"));
        await using var sender = await SenderAsync($"nats://clerk:{Secret}@127.0.0.1:{server.Port}", NatsTopology.Declare);

        await NatsSettings.ToldAsync(sender, "stream 'parcels' cannot be used: ", "Permissions Violation for Publish to \"$JS.API.STREAM.INFO.parcels\"", "Allow the user this");
        Assert.All(_log.Entries, static entry => Assert.DoesNotContain(Secret, entry.Text));
    }

    // A publisher needs no right to ask. That it is refused is no fault, neither then nor as the reason for what fails later.
    [Fact]
    public async Task AUserWhoMayNotAsk_IsToldNothing_AndAsksOnceForEachConnection()
    {
        NatsServer.Require();
        string file = Path.GetTempFileName();
        await using var server = await NatsServer.StartNewAsync($"log_file: \"{file}\"\n{Clerk(publish: "parcels.>")}");
        await using var sender = await SenderAsync($"nats://clerk:{Secret}@127.0.0.1:{server.Port}");
        await Eventually.EqualAsync(1, Asked, Suite.Patience);
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => sender.Bus.GetHealth().Status, Suite.Patience);
        await Task.Delay(s_looks, TestContext.Current.CancellationToken);
        await Eventually.EqualAsync((EventBusStatus.Healthy, null, 1), () => (sender.Bus.GetHealth().Status, LastError(sender), Asked()), Suite.Patience);
        Assert.Contains("no stream takes it", await NatsSettings.FailsAsync(sender));

        await server.RestartAsync();
        await Eventually.EqualAsync(2, Asked, Suite.Patience);
        Assert.Equal(0, _log.Count(205));
        Assert.All(_log.Entries.Where(static entry => entry.Id == 151), static entry => Assert.DoesNotContain("Violation", entry.Text));
        File.Delete(file);

        int Asked() => File.ReadLines(file).Count(static line => line.Contains("$JS.API.STREAM.INFO.parcels", StringComparison.Ordinal));
    }

    // The account of the publisher has a JetStream of its own, or none, and the subjects are those of another one, which has the stream.
    [Theory]
    [InlineData("jetstream: enabled")]
    [InlineData("jetstream: disabled")]
    public async Task AStreamOfAnotherAccount_OfWhichNothingIsKnown_IsNotTakenForMissing(string jetStream)
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync($$"""
            accounts {
                store { jetstream: enabled, users: [ { user: store } ], exports: [ { service: "parcels.>" } ] }
                shop { {{jetStream}}, users: [ { user: clerk, password: "{{Secret}}" } ], imports: [ { service: { account: store, subject: "parcels.>" } } ] }
            }
            no_auth_user: store
            """);
        await CreateStreamAsync(server);
        await using var sender = await SenderAsync($"nats://clerk:{Secret}@127.0.0.1:{server.Port}");

        await sender.SendAsync(Parcel.New(1));

        Assert.Equal(1, (await server.StateAsync()).Messages);
        await Task.Delay(s_looks, TestContext.Current.CancellationToken);
        await Eventually.EqualAsync((EventBusStatus.Healthy, null), () => (sender.Bus.GetHealth().Status, LastError(sender)), Suite.Patience);
    }

    // As any right that is missing: the server has closed no connection for it.
    [Fact]
    public async Task ARightThatIsMissing_IsNotTheReason_WhyAConnectionIsLostLater()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync(Clerk(publish: "elsewhere.>"));
        await using var sender = await Station.SenderAsync(
            NatsSettings.Create($"nats://clerk:{Secret}@127.0.0.1:{server.Port}", static options => (options.Receive, options.Stream, options.Subject) = (false, null, "parcels")), log: _log);
        Assert.Contains("Permissions Violation", await NatsSettings.FailsAsync(sender));

        await server.KillAsync();

        await Eventually.EqualAsync(1, () => _log.Count(151), Suite.Patience);
        Assert.Contains("the server closed the connection", _log.Entries.First(static entry => entry.Id == 151).Text);
    }

    private static string? LastError(Station station) => station.Bus.GetHealth().Publishers[0].LastError;

    private static string Clerk(string publish) => $$"""authorization { users: [ { user: clerk, password: "{{Secret}}", permissions: { publish: "{{publish}}", subscribe: "_INBOX.>" } } ] }""";

    private static Task<bool> HasStreamAsync(NatsServer server) => server.RunAsync(static async context =>
    {
        await foreach (string name in context.ListStreamNamesAsync())
            if (name == NatsSettings.Stream) return true;
        return false;
    });

    private static Task CreateStreamAsync(NatsServer server) => server.RunAsync(static async context => await context.CreateStreamAsync(new StreamConfig(NatsSettings.Stream, ["parcels.>"])));

    private Task<Station> SenderAsync(string address, NatsTopology topology = NatsTopology.Verify) =>
        Station.SenderAsync(NatsSettings.Create(address, options => (options.Receive, options.Topology, options.Timeout) = (false, topology, TimeSpan.FromSeconds(2))), log: _log);
}
