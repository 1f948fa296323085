using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EventGen.TestKit;

/// <summary>A private <c>redis-server</c> on a free port of the loopback address, with a folder of its own. Disposing it ends it and removes the folder.</summary>
public sealed partial class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly string _folder;
    private readonly string[] _settings;
    private readonly SmallDisk? _disk;
    private ServerProcess? _process;

    private RedisServer(string? password, string[] settings, SmallDisk? disk = null)
    {
        Password = password;
        _disk = disk;
        _settings = settings;
        _folder = Directory.CreateTempSubdirectory("redis-").FullName;
    }

    public string? Password { get; }

    /// <summary>Stays the same over restarts.</summary>
    public int Port { get; private set; }

    /// <summary>Where it speaks TLS; 0 where it does not.</summary>
    public int TlsPort { get; private init; }

    /// <summary>What a client is told, password included.</summary>
    public string Address => Password is null ? $"redis://127.0.0.1:{Port}" : $"redis://:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}";

    /// <summary>Why there can be none on this machine; <see langword="null"/> when there can.</summary>
    public static string? Missing =>
        !OperatingSystem.IsLinux() ? "the tests start redis-server on Linux only"
        : Programs.IsInstalled("redis-server") ? null
        : "redis-server is not installed";

    /// <summary>Starts a server that accepts commands when this returns.</summary>
    /// <param name="password">What it asks for; <see langword="null"/> for nothing.</param>
    /// <param name="isPersistent">Whether it keeps what it confirmed when it is killed.</param>
    /// <param name="settings">More arguments, such as <c>--maxmemory</c>; they win over those of <paramref name="isPersistent"/>.</param>
    public static async Task<RedisServer> StartAsync(string? password = null, bool isPersistent = false, params string[] settings)
    {
        var server = new RedisServer(password, ["--appendonly", isPersistent ? "yes" : "no", "--appendfsync", "always", .. settings]);
        server.Port = LoopbackPort.Take();
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts a server that keeps what it confirms on a disk of its own, written every second.</summary>
    public static async Task<RedisServer> StartOnAsync(SmallDisk disk)
    {
        var server = new RedisServer(null, ["--appendonly", "yes", "--appendfsync", "everysec"], disk) { Port = LoopbackPort.Take() };
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts a server that speaks TLS as well.</summary>
    /// <param name="authority">Vouches for it.</param>
    /// <param name="host">As whom; it listens on the loopback address all the same.</param>
    /// <param name="password">What it asks for; <see langword="null"/> for nothing.</param>
    public static async Task<RedisServer> StartWithTlsAsync(CertificateAuthority authority, string host = "localhost", string? password = null)
    {
        var (certificate, key) = authority.Issue(host);
        int port = LoopbackPort.Take();
        string[] settings =
        [
            "--tls-port", port.ToString(CultureInfo.InvariantCulture), "--tls-cert-file", certificate, "--tls-key-file", key,
            "--tls-ca-cert-file", authority.File, "--tls-auth-clients", "no",
        ];
        var server = new RedisServer(password, settings) { Port = LoopbackPort.Take(), TlsPort = port };
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it, on the same port and with the same folder, and waits until it accepts commands.</summary>
    public async Task StartAsync()
    {
        List<string> arguments =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _disk?.Folder ?? _folder, "--save", "", "--daemonize", "no", "--loglevel", "warning",
            .. Password is null ? (string[])[] : ["--requirepass", Password], .. _settings,
        ];
        var start = _disk?.Start("redis-server", arguments) ?? new ProcessStartInfo("redis-server", arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _process = await ServerProcess.StartAsync("redis-server", start, AnswersAsync, s_patience);
    }

    /// <summary>SIGKILL: what it has not written is gone.</summary>
    public Task KillAsync() => _process?.EndAsync(ProcessSignal.Kill) ?? Task.CompletedTask;

    /// <summary>SIGTERM: it ends in order, and writes what it has not written yet.</summary>
    public Task ShutDownAsync() => _process!.EndAsync(ProcessSignal.Terminate);

    public async Task RestartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <summary>SIGSTOP: its connections stay open, and nobody answers any more when this returns.</summary>
    public void Freeze() => ProcessSignal.Freeze(_process!.Id);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => ProcessSignal.Thaw(_process!.Id);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // +PONG, or an error that asks for the password; while it loads its data it answers -LOADING.
    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            byte[] answer = new byte[64];
            int length = await stream.ReadAsync(answer);
            string text = Encoding.ASCII.GetString(answer, 0, length);
            return text.StartsWith("+PONG", StringComparison.Ordinal) || text.StartsWith("-NOAUTH", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
