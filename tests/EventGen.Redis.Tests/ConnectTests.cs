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
}
