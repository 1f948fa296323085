using System.Runtime.CompilerServices;

namespace EventGen.Redis.Tests;

/// <summary>Against a server that speaks TLS with a certificate of an authority that the machine does not know.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Secret = "hunter2-9c1f";

    // Shaking hands takes its time on a busy machine; where nobody answers it is waited for in vain.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10), s_impatience = TimeSpan.FromSeconds(1);

    private readonly CertificateAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task PubSub_WithATrustedAuthority_PublishesAndReceives() => await ExchangeAsync(RedisMode.PubSub);

    [Fact]
    public async Task Streams_WithATrustedAuthority_PublishAndReceive() => await ExchangeAsync(RedisMode.Streams);

    [Theory]
    [InlineData(RedisMode.PubSub)]
    [InlineData(RedisMode.Streams)]
    public async Task ACertificateOfAnUnknownAuthority_IsRefused_AndSaysWhatToDo(RedisMode mode)
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartWithTlsAsync(_authority, password: Secret);

        await AssertRefusedAsync($"rediss://:{Secret}@localhost:{server.TlsPort}", mode, s_patience, "UntrustedRoot", "Trust the authority of its certificate");
    }

    [Fact]
    public async Task ACertificateOfAnotherHost_IsRefused_AndSaysWhatToDo()
    {
        RedisServer.Require();
        if (AnotherProcess.Address is { } address)
        {
            await AssertRefusedAsync(address, RedisMode.PubSub, s_patience, "RemoteCertificateNameMismatch", "name the host as the certificate does");
            return;
        }

        await using var server = await RedisServer.StartWithTlsAsync(_authority, host: "elsewhere.example", password: Secret);
        await InAProcessThatTrustsAsync(server);
    }

    [Fact]
    public async Task APortThatExpectsTls_SaysHowToAskForIt()
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartWithTlsAsync(_authority, password: Secret);

        await AssertRefusedAsync($"redis://:{Secret}@localhost:{server.TlsPort}", RedisMode.PubSub, s_patience, "ConnectionReset", "write rediss:// in Address");
    }

    [Fact]
    public async Task APortThatDoesNotSpeakTls_SaysHowToDoWithoutIt()
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync(Secret);

        await AssertRefusedAsync($"rediss://:{Secret}@localhost:{server.Port}", RedisMode.PubSub, s_impatience, "write redis:// in Address");
    }

    // Whom a process trusts is settled when it starts.
    private async Task ExchangeAsync(RedisMode mode, [CallerMemberName] string test = "")
    {
        RedisServer.Require();
        if (AnotherProcess.Address is { } address)
        {
            await using var receiver = await Station.ReceiverAsync(Create(address, mode, s_patience));
            await using var sender = await Station.SenderAsync(Create(address, mode, s_patience));
            var sent = Parcel.Many(100);
            await sender.SendAsync(sent);

            await receiver.HasAsync(100);
            Assert.Equal(sent, receiver.Parcels);
            await Eventually.EqualAsync(EventBusStatus.Healthy, () => receiver.Bus.GetHealth().Status);
            return;
        }

        await using var server = await RedisServer.StartWithTlsAsync(_authority, password: Secret);
        await InAProcessThatTrustsAsync(server, test);
    }

    private async Task InAProcessThatTrustsAsync(RedisServer server, [CallerMemberName] string test = "")
    {
        var run = await AnotherProcess.RunAsync(
            $"rediss://:{Secret}@localhost:{server.TlsPort}", typeof(TlsTests), TestContext.Current.CancellationToken, new Dictionary<string, string?> { ["SSL_CERT_FILE"] = _authority.File }, test);
        Assert.Contains("Total: 1,", run.Succeeded().Output);
    }

    private static async Task AssertRefusedAsync(string address, RedisMode mode, TimeSpan timeout, params string[] told)
    {
        var log = new LogRecorder();
        await using var station = await Station.ReceiverAsync(Create(address, mode, timeout), log: log, canReceive: false);

        // The first calls may run out of time before the client knows the cause.
        string thrown = await Eventually.ContainsAsync(
            told, async () => (await Assert.ThrowsAsync<EventDispatchException>(() => station.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1)).AsTask())).ToString(), Suite.Patience);
        string health = await Eventually.ContainsAsync(told, () => station.Bus.GetHealth().Publishers[0].LastError, Suite.Patience);
        Assert.Equal(EventBusStatus.Degraded, station.Bus.GetHealth().Publishers[0].Status);
        await Eventually.TrueAsync(() => log.Count(101) > 0, Suite.Patience);
        string logged = log.Entries.First(static entry => entry.Id == 101).Text;
        Assert.True(Tells(logged) || logged.Contains("UnableToConnect", StringComparison.Ordinal) || logged.Contains("no answer within", StringComparison.Ordinal), logged);
        string[] texts = [thrown, health];
        Assert.All([.. texts, .. log.Entries.Select(static entry => entry.Text)], static text => Assert.DoesNotContain(Secret, text));

        bool Tells(string? text) => told.All(part => text?.Contains(part, StringComparison.Ordinal) == true);
    }

    private static RedisTransport Create(string address, RedisMode mode, TimeSpan timeout) => new(Parcel.Wire, options =>
        (options.Address, options.Channel, options.Mode, options.Receive, options.Timeout) = (address, "parcels", mode, true, timeout));
}
