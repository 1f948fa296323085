using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventGen.Redis.Tests;

/// <summary>What happens before there is a connection.</summary>
public sealed class ConnectTests
{
    [Fact]
    public async Task AClientThatComesAfterTheBusHasStopped_IsClosed()
    {
        // Takes every connection and never answers: the client is made all the same, later than anybody waits for it, and would try for ever.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Assert.True(RedisAddress.TryParse(string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}"), out var address, out _));
        var connection = new RedisConnection("out", address, TimeSpan.FromMilliseconds(100), new ConnectionHealth("out", "here"));
        var connecting = connection.GetAsync();

        await Deadline.WithinAsync(connection.DisposeAsync().AsTask(), "the connection to be given up");

        var client = await Deadline.WithinAsync(connecting, "the client to be made");
        await Eventually.TrueAsync(() =>
        {
            try
            {
                _ = client.GetDatabase().PingAsync();
                return false;
            }
            catch (ObjectDisposedException)
            {
                return true;
            }
        });
    }

    [Fact]
    public async Task AServerThatHasStopped_IsToldAsOneThatIsNotThere()
    {
        RedisServer.Require();
        await using var server = await RedisServer.StartAsync();
        var log = new LogRecorder();
        await using var station = await Station.ReceiverAsync(Create($"redis://127.0.0.1:{server.Port}"), log: log);
        await server.ShutDownAsync();

        await Eventually.ContainsAsync(["ConnectionRefused"], () => station.Bus.GetHealth().Publishers[0].LastError, Suite.Patience);
        var thrown = await Assert.ThrowsAsync<EventDispatchException>(() => station.Bus.Topic<Parcel>().InvokeAsync(Parcel.New(1), TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("ConnectionRefused", thrown.ToString());
        Assert.DoesNotContain(log.Entries, static entry => entry.Text.Contains("rediss://", StringComparison.Ordinal) || entry.Text.Contains("SocketClosed", StringComparison.Ordinal));

        await server.StartAsync();
        await Eventually.EqualAsync(EventBusStatus.Healthy, () => station.Bus.GetHealth().Status, Suite.Patience);
    }

    [Fact]
    public async Task AServerThatIsNoRedis_IsToldAsThat()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync();
        var log = new LogRecorder();
        await using var station = await Station.ReceiverAsync(Create($"redis://127.0.0.1:{server.Port}"), log: log, canReceive: false);

        await Eventually.ContainsAsync(["what answers there is no Redis"], () => station.Bus.GetHealth().Publishers[0].LastError, Suite.Patience);
        await Eventually.TrueAsync(() => log.Entries.Any(static entry => entry.Id == 101 && entry.Text.Contains("what answers there is no Redis", StringComparison.Ordinal)), Suite.Patience);
    }

    // As RabbitMQ: it says what it speaks when it has eight bytes, and hangs up.
    [Fact]
    public async Task AServerThatWaitsForEightBytes_IsToldAsNoRedis()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var end = new CancellationTokenSource();
        var serving = ServeAsync();
        await using (var station = await Station.ReceiverAsync(Create($"redis://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), canReceive: false))
            await Eventually.ContainsAsync(["what answers there is no Redis"], () => station.Bus.GetHealth().Publishers[0].LastError, Suite.Patience);

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);

        async Task ServeAsync()
        {
            while (true) _ = AnswerAsync(await listener.AcceptTcpClientAsync(end.Token));
        }

        async Task AnswerAsync(TcpClient client)
        {
            using (client)
            {
                await client.GetStream().ReadExactlyAsync(new byte[8], end.Token);
                await client.GetStream().WriteAsync("AMQP\0\0\t\u0001"u8.ToArray(), end.Token);
            }
        }
    }

    private static RedisTransport Create(string address) => new(Parcel.Wire, options =>
        (options.Address, options.Channel, options.Mode, options.Receive, options.Timeout) = (address, "parcels", RedisMode.Streams, true, TimeSpan.FromSeconds(2)));
}
