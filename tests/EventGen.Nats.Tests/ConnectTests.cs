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

        await Deadline.WithinAsync(connector.DisposeAsync().AsTask(), "the connection to be closed");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Equal(0, await Deadline.WithinAsync(client.GetStream().ReadAsync(new byte[64], TestContext.Current.CancellationToken).AsTask(), "the socket to be closed"));
    }
}
