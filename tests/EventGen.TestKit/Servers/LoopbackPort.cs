using System.Net;
using System.Net.Sockets;

namespace EventGen.TestKit;

/// <summary>Ports of the loopback address for servers that tests start.</summary>
internal static class LoopbackPort
{
    /// <summary>A port that nobody listens on now.</summary>
    /// <remarks>Below what the system hands out to outgoing connections, of which many are made while a server is down for a restart.</remarks>
    public static int Free()
    {
        while (true)
        {
            int port = Random.Shared.Next(10_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
