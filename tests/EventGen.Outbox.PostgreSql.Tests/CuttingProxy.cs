using System.Net;
using System.Net.Sockets;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>Stands between a client and a server, and can cut a connection between a request and its answer, or let it stand still there.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _server;
    private readonly Task _accepting;
    private readonly TaskCompletionSource _frozen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _cut;
    private int _freeze;
    private int _answers;
    private int _requests;
    private int _freezeRequests;

    /// <param name="server">The server's port on this machine.</param>
    public CuttingProxy(int server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many answers the server has given. A long one may count twice.</summary>
    public int Answers => Volatile.Read(ref _answers);

    /// <summary>The next answer of the server is thrown away, once it is there, and its connection closed.</summary>
    public void CutNextAnswer() => Volatile.Write(ref _cut, 1);

    /// <summary>After so many answers nothing is passed on any more, as if the client's process stood still; its connections stay open.</summary>
    public void FreezeAfter(int answers) => Volatile.Write(ref _freeze, answers);

    /// <summary>
    /// After so many messages of the client nothing is passed on any more, as if its process stood still while it was sending; its connections stay open. To be called while
    /// nothing is being sent.
    /// </summary>
    public void FreezeAfterRequests(int messages) => Volatile.Write(ref _freezeRequests, messages);

    /// <summary>How many messages the client has sent since then.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Completes when that has come.</summary>
    public Task Frozen => _frozen.Task;

    public async ValueTask DisposeAsync()
    {
        if (_end.IsCancellationRequested) return;
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true) connections.Add(ForwardAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
                await Task.WhenAny(RequestsAsync(client.GetStream(), server.GetStream()), AnswersAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // Closed by one side, or the test is over.
            }
        }
    }

    private async Task RequestsAsync(NetworkStream client, NetworkStream server)
    {
        byte[] buffer = new byte[64 * 1024];
        var meter = new RequestMeter();
        while (await client.ReadAsync(buffer, _end.Token) is > 0 and var length)
        {
            bool isLast = false;
            int passed = meter.Pass(buffer.AsSpan(0, length), () => isLast = Volatile.Read(ref _freezeRequests) is > 0 and var last && Interlocked.Increment(ref _requests) == last);
            if (!_frozen.Task.IsCompleted) await server.WriteAsync(buffer.AsMemory(0, passed), _end.Token);
            if (isLast) _frozen.TrySetResult();
            if (_frozen.Task.IsCompleted) await Task.Delay(Timeout.Infinite, _end.Token);
        }
    }

    private async Task AnswersAsync(NetworkStream server, NetworkStream client)
    {
        byte[] buffer = new byte[64 * 1024];
        while (await server.ReadAsync(buffer, _end.Token) is > 0 and var length)
        {
            Interlocked.Increment(ref _answers);
            if (Interlocked.Exchange(ref _cut, 0) == 1) return;
            if (Volatile.Read(ref _freeze) > 0 && Interlocked.Decrement(ref _freeze) == 0) _frozen.TrySetResult();
            if (_frozen.Task.IsCompleted) await Task.Delay(Timeout.Infinite, _end.Token);
            await client.WriteAsync(buffer.AsMemory(0, length), _end.Token);
        }
    }
}
