using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventGen.TestKit;

/// <summary>Ports of the loopback address for servers that tests start, in any process of this user.</summary>
public static class LoopbackPort
{
    private static readonly string s_folder = Path.Combine(Path.GetTempPath(), $"loopback-ports-{Environment.UserName}");

    // Open files are what others cannot open; they are closed with the process, however it ends.
    private static readonly ConcurrentBag<FileStream> s_taken = [];

    /// <summary>Takes a port on which nobody listens, and which no other test is given while this process runs: the server may be killed and started again on it.</summary>
    /// <remarks>Below what the system hands out to outgoing connections, of which many are made while a server is down for a restart.</remarks>
    public static int Take()
    {
        Directory.CreateDirectory(s_folder);
        while (true)
        {
            int port = Random.Shared.Next(10_000, 32_000);
            if (TryOpen(port) is not { } file) continue;
            s_taken.Add(file);
            if (IsFree(port)) return port;
        }
    }

    /// <summary>The file that whoever takes a port holds open; <see langword="null"/> where somebody does.</summary>
    internal static FileStream? TryOpen(int port)
    {
        try
        {
            return new FileStream(Path.Combine(s_folder, port.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
