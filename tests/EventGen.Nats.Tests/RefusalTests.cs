namespace EventGen.Nats.Tests;

/// <summary>A server that is there, and refuses.</summary>
public sealed class RefusalTests
{
    private const string Secret = "hunter2-9c1f";

    private const string WrongPassword = "it refuses the user, password or token. Correct them in Address or CredentialsFile.";

    [Theory]
    [InlineData("shop:hunter2-9c1f-old@", "authorization { user: shop, password: \"hunter2-9c1f\" }")]
    [InlineData("hunter2-9c1f-old@", "authorization { token: \"hunter2-9c1f\" }")]
    [InlineData("", "authorization { token: \"hunter2-9c1f\" }")]
    public async Task APasswordOrTokenThatIsWrong_IsTold_AndTriedAgainUntilItIsRight(string credentials, string settings)
    {
        NatsServer.Require();
        string accepting = credentials.Length == 0 ? "" : settings.Replace(Secret, $"{Secret}-old", StringComparison.Ordinal);
        await using var server = await NatsServer.StartNewAsync(accepting);
        var log = new LogRecorder();
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create($"nats://{credentials}127.0.0.1:{server.Port}"), log: log);
        server.Configure(settings);
        await server.RestartAsync();
        await NatsSettings.ToldAsync(receiver, WrongPassword);
        string thrown = await NatsSettings.FailsAsync(receiver);
        Assert.True(thrown.Contains(WrongPassword, StringComparison.Ordinal) && thrown.Contains("It has not been sent.", StringComparison.Ordinal), thrown);

        server.Configure(accepting);
        await server.RestartAsync();

        await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status, Suite.Patience);
        Assert.Equal((true, 0), (log.Count(151) > 0, log.Count(153)));   // the connection alone tells that it is missing
        Assert.All([thrown, .. log.Entries.Select(static entry => entry.Text)], static text => Assert.DoesNotContain(Secret, text));
    }

    [Fact]
    public async Task AServerThatHasRefused_AndThenSaysNothing_IsToldWithWhatItSaid()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync($"authorization {{ token: \"{Secret}\" }}");
        await using var proxy = new HoldingProxy(server.Port);
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create($"nats://{proxy.Address}", static options => options.Timeout = TimeSpan.FromSeconds(1)), canReceive: false);
        await NatsSettings.ToldAsync(receiver, WrongPassword);
        proxy.Hold();
        await proxy.Gate.Reached;

        string thrown = await NatsSettings.FailsAsync(receiver);

        Assert.Contains(WrongPassword, thrown);
        await NatsSettings.ToldAsync(receiver, $"; before that: {WrongPassword}");
    }

    // A process that stands still between the server's greeting and its own.
    [Fact]
    public async Task AServerThatHasRefused_AndThenHeardNothingInTime_IsToldWithWhatItSaid()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync($"authorization {{ token: \"{Secret}\", timeout: 0.5 }}");
        await using var proxy = new HoldingProxy(server.Port);
        await using var receiver = await Station.ReceiverAsync(NatsSettings.Create($"nats://{proxy.Address}"), canReceive: false);
        await NatsSettings.ToldAsync(receiver, WrongPassword);
        proxy.Mute();

        await NatsSettings.ToldAsync(receiver, "it had not heard in time who connects", $"; before that: {WrongPassword}");
        string thrown = await NatsSettings.FailsAsync(receiver);

        Assert.True(thrown.Contains(WrongPassword, StringComparison.Ordinal), thrown);
    }

    [Fact]
    public async Task ARightThatIsMissing_IsTold_ByAPublishWithoutAStream_AndBySubscribing()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync("""authorization { users: [ { user: clerk, password: "hunter2-9c1f", permissions: { publish: "elsewhere.>", subscribe: "_INBOX.>" } } ] }""");
        var log = new LogRecorder();
        await using var station = await Station.ReceiverAsync(Core(server, "clerk"), log: log, canReceive: false);

        await NatsSettings.ToldAsync(station, "it does not receive", "Permissions Violation for Subscription to 'parcels.>'", "Allow the user this");
        Assert.Contains("Permissions Violation for Publish to 'parcels.conformance.parcel'", await NatsSettings.FailsAsync(station));
        Assert.Contains(log.Entries, static entry => entry.Id == 153);
        Assert.All(log.Entries, static entry => Assert.DoesNotContain(Secret, entry.Text));

        static NatsTransport Core(NatsServer server, string user) => NatsSettings.Create($"nats://{user}:{Secret}@127.0.0.1:{server.Port}", static options =>
            (options.Stream, options.Subject, options.Timeout) = (null, "parcels", TimeSpan.FromSeconds(10)));
    }

    // As connect-to-nats.md lists them.
    [Fact]
    public async Task AUser_NeedsTheRightsThatAreDocumented_AndIsToldWhichIsMissing()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync(Users("""publish: "nothing" """, """publish: "nothing" """));
        await using var reader = await Station.ReceiverAsync(Create("reader"), canReceive: false);
        await NatsSettings.ToldAsync(reader, "it does not receive", "Permissions Violation", "Allow the user this");

        server.Configure(Users(
            """publish: [ "$JS.API.STREAM.INFO.parcels", "$JS.API.STREAM.CREATE.parcels", "$JS.API.CONSUMER.INFO.parcels.receiver", "$JS.API.CONSUMER.CREATE.parcels.receiver", "$JS.API.CONSUMER.DURABLE.CREATE.parcels.receiver", "$JS.API.CONSUMER.MSG.NEXT.parcels.receiver", "$JS.ACK.parcels.receiver.>" ], subscribe: "_INBOX.>" """,
            """publish: [ "parcels.>" ], subscribe: "_INBOX.>" """));
        await server.RestartAsync();
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => reader.Bus.GetHealth().Status, Suite.Patience);

        // With a stream that is there already a publisher may only publish.
        await using var writer = await Station.SenderAsync(Create("writer", receives: false, NatsTopology.Verify));
        await writer.SendAsync(Parcel.New(1));
        await reader.HasAsync(1);
        Assert.Contains("Permissions Violation for Publish to \"parcels.conformance.parcel\"", await NatsSettings.FailsAsync(reader));
        await NatsSettings.ToldAsync(reader, "the last publish failed", "Permissions Violation for Publish");

        // Taken away from one that receives: it does not stay healthy.
        server.Configure(Users("""publish: "nothing" """, """publish: [ "parcels.>" ], subscribe: "_INBOX.>" """));
        server.Reload();
        await NatsSettings.ToldAsync(reader, "it does not receive");

        NatsTransport Create(string user, bool receives = true, NatsTopology topology = NatsTopology.Declare) => NatsSettings.Create(
            $"nats://{user}:{Secret}@127.0.0.1:{server.Port}", options => (options.Receive, options.Topology, options.Timeout) = (receives, topology, TimeSpan.FromSeconds(2)));

        static string Users(string reader, string writer) =>
            $$"""authorization { users: [ { user: reader, password: "{{Secret}}", permissions: { {{reader}} } }, { user: writer, password: "{{Secret}}", permissions: { {{writer}} } } ] }""";
    }

    [Fact]
    public async Task ACertificateOfAnUnknownAuthority_IsRefused_AndSaysWhatToDo()
    {
        NatsServer.Require();
        using var authority = new CertificateAuthority();
        await using var server = await StartWithTlsAsync(authority);
        var log = new LogRecorder();
        await using var station = await Station.ReceiverAsync(NatsSettings.Create($"tls://{Secret}@localhost:{server.Port}", static options => options.Timeout = TimeSpan.FromSeconds(3)), log: log, canReceive: false);

        await NatsSettings.ToldAsync(station, "TLS: ", ". Trust the authority of its certificate");
        Assert.All(log.Entries, static entry => Assert.DoesNotContain(Secret, entry.Text));
    }

    [Fact]
    public async Task ATlsAddress_OfAServerWithoutTls_SaysWhatToDo()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync();
        var log = new LogRecorder();
        await using var station = await Station.ReceiverAsync(NatsSettings.Create($"tls://localhost:{server.Port}", static options => options.Timeout = TimeSpan.FromSeconds(3)), log: log, canReceive: false);

        await NatsSettings.ToldAsync(station, "it does not speak TLS there: write nats:// in Address, or turn TLS on at the server");
        Assert.Contains(log.Entries, static entry => entry.Id == 151 && entry.Text.Contains("turn TLS on at the server", StringComparison.Ordinal));
    }

    // Whom a process trusts is settled when it starts.
    [Fact]
    public async Task ATrustedAuthority_IsAllThatTlsNeeds()
    {
        if (AnotherProcess.Address is { } address)
        {
            await using var receiver = await Station.ReceiverAsync(NatsSettings.Create(address));
            await using var sender = await Station.SenderAsync(NatsSettings.Create(address, static options => options.Receive = false));
            await sender.SendAsync(Parcel.Many(10));
            await receiver.HasAsync(10);
            return;
        }

        NatsServer.Require();
        using var authority = new CertificateAuthority();
        await using var server = await StartWithTlsAsync(authority);
        var run = await AnotherProcess.RunAsync(
            $"tls://{Secret}@localhost:{server.Port}", typeof(RefusalTests), TestContext.Current.CancellationToken, new Dictionary<string, string?> { ["SSL_CERT_FILE"] = authority.File });
        Assert.Contains("Total: 1,", run.Succeeded().Output);
    }

    private static Task<NatsServer> StartWithTlsAsync(CertificateAuthority authority)
    {
        var (certificate, key) = authority.Issue("localhost");
        return NatsServer.StartNewAsync($$"""
            authorization { token: "{{Secret}}" }
            tls { cert_file: "{{certificate}}", key_file: "{{key}}" }
            """);
    }
}
