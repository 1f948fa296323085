using System.Net;
using System.Net.Sockets;

namespace EventGen.TestKit;

/// <summary>Stands between a client and a server, and holds connections until it is told to let them through: the client has a connection over which nobody says anything.</summary>
public sealed class HoldingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _server;
    private volatile int _held;
    private volatile bool _isMute;
    private readonly Task _accepting;

    /// <param name="server">The server's port on this machine.</param>
    /// <param name="held">The first connection that is held, counted from 0; all that come later are held as well. By default none is until <see cref="Hold"/>.</param>
    public HoldingProxy(int server, int held = int.MaxValue)
    {
        (_server, _held) = (server, held);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the connections that are held stand.</summary>
    public AsyncGate Gate { get; } = new(name: "a connection that is held");

    /// <summary>Where it listens: host and port.</summary>
    public string Address => $"{_listener.LocalEndpoint}";

    /// <summary>Holds all connections that come from now on.</summary>
    public void Hold() => _held = 0;

    /// <summary>On all connections that come from now on, the server hears nothing of what the client says; the client hears the server.</summary>
    public void Mute() => _isMute = true;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true) connections.Add(ForwardAsync(await _listener.AcceptTcpClientAsync(_end.Token), isHeld: connections.Count >= _held));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ForwardAsync(TcpClient client, bool isHeld)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                if (isHeld) await Gate.PassAsync(_end.Token);
                await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
                var answers = server.GetStream().CopyToAsync(client.GetStream(), _end.Token);
                if (_isMute) await answers;
                else await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), _end.Token), answers);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // Closed by one side, or the test is over.
            }
        }
    }
}
