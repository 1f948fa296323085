using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EventGen.Nats.Tests;

/// <summary>
/// Stands between a client and a server, and speaks for a consumer that has come to a halt: while it is deaf, requests for messages do not reach the server, and each is told
/// again and again that it is being attended. Everything else passes.
/// </summary>
internal sealed class DeafProxy : IAsyncDisposable
{
    private static readonly byte[] s_end = "\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<TcpClient> _sockets = [];
    private readonly int _port;
    private volatile bool _isDeaf = true;
    private int _swallowed;

    /// <param name="port">Of the server.</param>
    /// <param name="isOpen">Whether it connects whoever comes; else only after <see cref="Open"/>.</param>
    public DeafProxy(int port, bool isOpen = true)
    {
        _port = port;
        _listener.Start();
        if (isOpen) Open();
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>How many requests did not reach the server.</summary>
    public int Swallowed => Volatile.Read(ref _swallowed);

    /// <summary>Connects from now on. Until then a client waits for a server that says nothing.</summary>
    public void Open() => _ = AcceptAsync();

    /// <summary>Lets requests pass from now on.</summary>
    public void Hear() => _isDeaf = false;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        foreach (var socket in _sockets) socket.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _port, _stop.Token);
                _sockets.Add(client);
                _sockets.Add(server);
                _ = new Connection(this, client, server).RunAsync();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private sealed class Connection(DeafProxy proxy, TcpClient client, TcpClient server)
    {
        private readonly SemaphoreSlim _writing = new(1);
        private readonly ConcurrentDictionary<string, string> _subscriptions = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, bool> _waiting = new(StringComparer.Ordinal);

        public async Task RunAsync()
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(proxy._stop.Token);
            await Task.WhenAny(ToServerAsync(end.Token), ToClientAsync(end.Token), BeatAsync(end.Token));
            await end.CancelAsync();
            client.Dispose();
            server.Dispose();
        }

        private async Task ToServerAsync(CancellationToken stop)
        {
            var reader = new FrameReader(client.GetStream());
            var target = server.GetStream();
            while (await reader.ReadAsync(stop) is { } frame)
            {
                string[] words = frame.Line.Split(' ');
                if (words[0] == "SUB") _subscriptions[words[1]] = words[^1];
                if (proxy._isDeaf && (words[0] is "PUB" or "HPUB") && words[1].Contains(".CONSUMER.MSG.NEXT.", StringComparison.Ordinal))
                {
                    _waiting[words[2]] = true;
                    Interlocked.Increment(ref proxy._swallowed);
                    continue;
                }

                await target.WriteAsync(frame.Bytes, stop);
            }
        }

        private async Task ToClientAsync(CancellationToken stop)
        {
            var reader = new FrameReader(server.GetStream());
            while (await reader.ReadAsync(stop) is { } frame) await WriteAsync(frame.Bytes, stop);
        }

        private async Task BeatAsync(CancellationToken stop)
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
                foreach (string inbox in _waiting.Keys)
                {
                    if (!_subscriptions.TryGetValue(inbox, out string? sid)) continue;
                    const string Beat = "NATS/1.0 100 Idle Heartbeat\r\n\r\n";
                    await WriteAsync(Encoding.ASCII.GetBytes($"HMSG {inbox} {sid} {Beat.Length} {Beat.Length}\r\n{Beat}\r\n"), stop);
                }
            }
        }

        private async Task WriteAsync(byte[] frame, CancellationToken stop)
        {
            await _writing.WaitAsync(stop);
            try
            {
                await client.GetStream().WriteAsync(frame, stop);
            }
            finally
            {
                _writing.Release();
            }
        }
    }

    /// <summary>Reads what the protocol has as one piece: a line, and the payload where it announces one.</summary>
    private sealed class FrameReader(Stream stream)
    {
        private readonly byte[] _buffer = new byte[64 * 1024];
        private readonly List<byte> _pending = [];

        public async Task<(string Line, byte[] Bytes)?> ReadAsync(CancellationToken stop)
        {
            try
            {
                int end;
                while ((end = EndOfLine()) < 0)
                    if (!await FillAsync(stop)) return null;
                string line = Encoding.ASCII.GetString([.. _pending.Take(end)]);
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                int length = end + s_end.Length;
                if (words.Length > 0 && words[0] is ("PUB" or "HPUB" or "MSG" or "HMSG")) length += int.Parse(words[^1], CultureInfo.InvariantCulture) + s_end.Length;
                while (_pending.Count < length)
                    if (!await FillAsync(stop)) return null;
                byte[] frame = [.. _pending.Take(length)];
                _pending.RemoveRange(0, length);
                return (line, frame);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
            {
                return null;
            }
        }

        private int EndOfLine()
        {
            for (int i = 0; i + 1 < _pending.Count; i++)
                if (_pending[i] == s_end[0] && _pending[i + 1] == s_end[1]) return i;
            return -1;
        }

        private async Task<bool> FillAsync(CancellationToken stop)
        {
            int count = await stream.ReadAsync(_buffer, stop);
            _pending.AddRange(_buffer.AsSpan(0, count));
            return count > 0;
        }
    }
}
