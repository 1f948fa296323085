using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EventGen.Cli.Tests;

/// <summary>A server that answers every request with the same bytes, whatever HTTP says of them, and closes the connection.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Stream, CancellationToken, Task> _answer;
    private readonly Task _running;

    private HostileServer(Func<Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _running = RunAsync();
    }

    /// <summary>The first line of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/eventgen";

    /// <summary>Answers with that text as it is on the wire.</summary>
    public static HostileServer Of(string wire) => new((stream, cancellationToken) => stream.WriteAsync(Encoding.UTF8.GetBytes(wire), cancellationToken).AsTask());

    /// <summary>Answers with a body.</summary>
    public static HostileServer OfBody(string body, string type = "application/json", string status = "200 OK", int missing = 0) =>
        Of($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body) + missing}\r\nConnection: close\r\n\r\n{body}");

    /// <summary>Answers with that text as it is on the wire, and then with nothing until the test is over.</summary>
    public static HostileServer OfSilence(string wire) => new(async (stream, cancellationToken) =>
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(wire), cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    });

    /// <summary>Answers without an end, until it is no longer read.</summary>
    public static HostileServer OfEndless(string type, string begin) => new(async (stream, cancellationToken) =>
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nConnection: close\r\n\r\n{begin}"), cancellationToken);
        byte[] more = new byte[1 << 20];
        more.AsSpan().Fill((byte)'x');
        while (true) await stream.WriteAsync(more, cancellationToken);
    });

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, leaveOpen: true);
                Requests.Enqueue(await reader.ReadLineAsync(_stop.Token) ?? "");
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
                {
                    // The rest of the request's head.
                }

                await _answer(stream, _stop.Token);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The command has gone, or the test is over.
            }
        }
    }
}
