using System.Net;
using System.Net.Sockets;

namespace EventGen.RabbitMQ.Tests;

/// <summary>What happens before there is a connection.</summary>
public sealed class ConnectTests
{
    [Fact]
    public async Task AConnectionThatIsBeingMade_EndsWithTheBus()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Assert.True(RabbitMQAddress.TryParse($"amqp://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", out var address, out _));
        var connection = new RabbitMQConnection("out", address, TimeSpan.FromMinutes(5), new ConnectionHealth("out", "here"));
        var connecting = connection.GetAsync(CancellationToken.None);
        using var client = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        await Deadline.WithinAsync(connection.DisposeAsync().AsTask(), "the connection to be closed");

        await Assert.ThrowsAsync<ObjectDisposedException>(() => connecting);
    }

    [Fact]
    public async Task AServerThatIsNoRabbitMQ_IsToldAsThat()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync();
        await using var station = await Station.SenderAsync(new RabbitMQTransport(Parcel.Wire, options => (options.Address, options.Timeout) = ($"amqp://127.0.0.1:{server.Port}", TimeSpan.FromSeconds(1))));

        await Eventually.ContainsAsync(["what answers there has not said that it is RabbitMQ"], () => station.Bus.GetHealth().Publishers[0].LastError, Suite.Patience);
    }

    [Fact]
    public async Task AServerThatTakesAConnectionAndNeverSaysHello_IsTriedAgain()
    {
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        int taken = 0;
        using var end = new CancellationTokenSource();
        var taking = TakeAsync();
        await using (var receiver = await Station.ReceiverAsync(new RabbitMQTransport(Parcel.Wire, options =>
            (options.Address, options.Receive, options.Timeout) = ($"amqp://shop:secret@127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", true, TimeSpan.FromMilliseconds(200))), canReceive: false))
        {
            await Eventually.TrueAsync(() => Volatile.Read(ref taken) >= 3, Suite.Patience);
            Assert.Equal(EventBusStatus.Degraded, receiver.Bus.GetHealth().Status);
        }

        await end.CancelAsync();
        silent.Stop();
        await taking;

        async Task TakeAsync()
        {
            var clients = new List<TcpClient>();
            try
            {
                while (true)
                {
                    clients.Add(await silent.AcceptTcpClientAsync(end.Token));
                    Interlocked.Increment(ref taken);
                }
            }
            catch (OperationCanceledException)
            {
                clients.ForEach(static client => client.Dispose());
            }
        }
    }
}
