using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EventGen.TestKit.Tests;

public sealed class ProcessSignalTests
{
    private const int Rounds = 30;

    private static readonly TimeSpan s_chance = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Freeze_WhenItReturns_NoThreadOfTheServerAnswers()
    {
        NatsServer.Require();
        await using var server = await NatsServer.StartNewAsync();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, server.Port, TestContext.Current.CancellationToken);
        await client.SendAsync("CONNECT {\"verbose\":false}\r\n"u8.ToArray(), TestContext.Current.CancellationToken);

        // Asked once, a server that is about to stop answers three times of four.
        for (int round = 0; round < Rounds; round++)
        {
            server.Freeze();
            while (client.Available > 0) await ReadLineAsync(client);   // what it said of itself before
            await client.SendAsync("PING\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            Assert.False(client.Poll(s_chance, SelectMode.SelectRead), "It answered.");

            server.Thaw();
            while (await ReadLineAsync(client) != "PONG")
            {
                // It asks for signs of life itself.
            }
        }
    }

    private static async Task<string> ReadLineAsync(Socket client)
    {
        List<byte> line = [];
        byte[] next = new byte[1];
        while (await client.ReceiveAsync(next, TestContext.Current.CancellationToken) == 1 && next[0] != '\n') line.Add(next[0]);
        return Encoding.ASCII.GetString([.. line]).TrimEnd();
    }
}
