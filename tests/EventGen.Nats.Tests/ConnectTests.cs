using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventGen.Nats.Tests;

/// <summary>What happens before there is a connection.</summary>
public sealed class ConnectTests
{
    [Fact]
    public async Task AConnectionThatIsBeingMade_EndsWithTheBus()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        string text = string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        Assert.True(NatsAddress.TryParse(text, out var address, out _));
        var connector = new NatsConnector("out", address, credentialsFile: null, TimeSpan.FromMinutes(5), new ConnectionHealth("out", "here"));
        var connecting = connector.GetAsync(CancellationToken.None);
        using var client = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        // What it says then shows that it has the socket: the server knows of a connection before the client does.
        await client.GetStream().WriteAsync("INFO {\"server_id\":\"silent\",\"version\":\"2.9.10\",\"proto\":1,\"max_payload\":1048576}\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.NotEqual(0, await ReadAsync(client));

        await Deadline.WithinAsync(connector.DisposeAsync().AsTask(), "the connection to be closed");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        while (await ReadAsync(client) > 0)
        {
            // The rest of what it said.
        }
    }

    [Fact]
    public async Task AServerThatIsNoNats_IsToldAsThat()
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync();
        var log = new LogRecorder();
        await using var station = await Station.SenderAsync(new NatsTransport(Parcel.Wire, options => (options.Address, options.Timeout) = ($"nats://127.0.0.1:{server.Port}", TimeSpan.FromSeconds(1))), log: log);

        await Eventually.ContainsAsync(["what answers there has not said that it is NATS"], () => station.Bus.GetHealth().Publishers[0].LastError, Suite.Patience);
        await Eventually.TrueAsync(() => log.Entries.Any(static entry => entry.Id == 151 && entry.Text.Contains("what answers there has not said that it is NATS", StringComparison.Ordinal)), Suite.Patience);
    }

    private static Task<int> ReadAsync(TcpClient client) =>
        Deadline.WithinAsync(client.GetStream().ReadAsync(new byte[4096], TestContext.Current.CancellationToken).AsTask(), "the client to say something, or to close the socket");
}
