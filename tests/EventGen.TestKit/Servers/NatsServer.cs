using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EventGen.TestKit;

/// <summary>A private <c>nats-server</c> with JetStream on a free port of the loopback address, with a folder of its own. Disposing it ends it and removes the folder.</summary>
public sealed partial class NatsServer : IAsyncDisposable
{
    /// <summary>Settings of a server without JetStream.</summary>
    public const string NoJetStream = "no jetstream";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("nats-").FullName;
    private readonly SmallDisk? _disk;
    private ServerProcess? _process;

    private NatsServer(SmallDisk? disk) => (Port, _disk) = (LoopbackPort.Take(), disk);

    /// <summary>Stays the same over restarts.</summary>
    public int Port { get; }

    /// <summary>What a client is told that needs no password.</summary>
    public string Address => $"nats://127.0.0.1:{Port}";

    /// <summary>Why there can be none on this machine; <see langword="null"/> when there can.</summary>
    public static string? Missing =>
        !OperatingSystem.IsLinux() ? "the tests start nats-server on Linux only"
        : Program is null ? "nats-server is not installed"
        : null;

    private static string? Program => Programs.Find("nats-server");

    /// <summary>Makes one that does not run yet.</summary>
    /// <param name="settings">More of its configuration, in its own language, such as <c>authorization { token: t }</c>.</param>
    /// <param name="disk">Where it keeps its streams; <see langword="null"/> for its folder.</param>
    public static NatsServer Create(string settings = "", SmallDisk? disk = null)
    {
        var server = new NatsServer(disk);
        server.Configure(settings);
        return server;
    }

    /// <summary>Starts a server that accepts clients when this returns.</summary>
    /// <param name="settings">More of its configuration.</param>
    /// <param name="disk">Where it keeps its streams; <see langword="null"/> for its folder.</param>
    public static async Task<NatsServer> StartNewAsync(string settings = "", SmallDisk? disk = null)
    {
        var server = Create(settings, disk);
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes its configuration anew; it is read at the next start, or by <see cref="Reload"/>.</summary>
    public void Configure(string settings) => File.WriteAllText(Path.Combine(_folder, "nats.conf"), string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        host: "127.0.0.1"
        port: {{Port}}
        {{(settings.Contains("max_payload", StringComparison.Ordinal) ? "" : "max_payload: 8MB")}}
        {{(settings == NoJetStream ? "" : $$"""jetstream { store_dir: "{{_disk?.Folder ?? _folder}}", max_mem: 64MB, max_file: 4GB }""")}}
        {{(settings == NoJetStream ? "" : settings)}}

        """));

    /// <summary>SIGHUP: it reads its configuration again.</summary>
    public void Reload() => ProcessSignal.Send(_process!.Id, 1);

    /// <summary>Starts it, on the same port and with what it had kept, and waits until it accepts clients.</summary>
    public async Task StartAsync()
    {
        _process?.Dispose();
        string[] arguments = ["-c", Path.Combine(_folder, "nats.conf")];
        var start = _disk?.Start(Program!, arguments) ?? new ProcessStartInfo(Program!, arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _process = await ServerProcess.StartAsync("nats-server", start, AnswersAsync, s_patience);
    }

    /// <summary>SIGKILL: what it has not written is gone.</summary>
    public Task KillAsync() => _process?.EndAsync(ProcessSignal.Kill) ?? Task.CompletedTask;

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

    // It says who it is to whoever connects; it listens once it has recovered its streams.
    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            byte[] answer = new byte[4];
            return await client.GetStream().ReadAtLeastAsync(answer, 4, throwOnEndOfStream: false) == 4 && Encoding.ASCII.GetString(answer) == "INFO";
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
