using System.Net;
using System.Net.Sockets;

namespace EventGen.TestKit.Tests;

public sealed class LoopbackPortTests
{
    [Fact]
    public void NoPortIsTakenTwice_AndEachCanBeListenedOn()
    {
        int[] ports = [.. Enumerable.Range(0, 200).AsParallel().Select(static _ => LoopbackPort.Take())];

        Assert.Distinct(ports);
        Assert.All(ports, static port =>
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        });
    }

    [Fact]
    public void APortThatIsTaken_StaysTaken()
    {
        int port = LoopbackPort.Take();

        Assert.Null(LoopbackPort.TryOpen(port));
    }
}
