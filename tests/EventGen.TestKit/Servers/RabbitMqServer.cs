using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventGen.TestKit;

/// <summary>
/// A private RabbitMQ on free ports of the loopback address, with a folder and a port mapper (<c>epmd</c>) of its own; it shares nothing with one that runs as a
/// service. Disposing it ends both and removes the folder.
/// </summary>
public sealed partial class RabbitMqServer : IAsyncDisposable
{
    // The program in /usr/sbin switches to a user of its own; this one runs as whoever starts it.
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string Caller = "/usr/bin/erl_call";
    private const string PortMapper = "/usr/bin/epmd";
    private const int MostCalls = 5;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("rabbitmq-").FullName;
    private readonly int _distributionPort = LoopbackPort.Take();
    private readonly int _mapperPort = LoopbackPort.Take();
    private readonly CertificateAuthority _authority = new();

    // Its last lines, for whoever wonders why it has ended.
    private readonly ConcurrentQueue<string> _output = new();
    private readonly SemaphoreSlim _restarting = new(1);
    private Process? _mapper;
    private readonly SmallDisk? _disk;
    private Process? _process;

    private RabbitMqServer(SmallDisk? disk) => _disk = disk;

    /// <summary>Stays the same over restarts.</summary>
    public int Port { get; } = LoopbackPort.Take();

    /// <summary>Where it speaks TLS, as localhost.</summary>
    public int TlsPort { get; } = LoopbackPort.Take();

    /// <summary>The certificate of the authority that vouches for it, in PEM: what somebody who trusts it is given.</summary>
    public string AuthorityFile => _authority.File;

    public string User => "shop";

    public string Password { get; } = $"s3cret-{Guid.NewGuid():N}";

    /// <summary>What a client is told, password included.</summary>
    public string Address => $"amqp://{User}:{Password}@127.0.0.1:{Port}/";

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Why there can be none on this machine; <see langword="null"/> when there can.</summary>
    public static string? Missing =>
        !OperatingSystem.IsLinux() ? "the tests start RabbitMQ on Linux only"
        : File.Exists(Program) && File.Exists(PortMapper) ? null
        : "rabbitmq-server is not installed";

    /// <summary>Starts a server that accepts connections when this returns.</summary>
    public static Task<RabbitMqServer> StartNewAsync() => StartNewAsync(null);

    /// <summary>Starts a server that keeps its messages on a disk of its own.</summary>
    public static Task<RabbitMqServer> StartOnAsync(SmallDisk disk) => StartNewAsync(disk);

    private static async Task<RabbitMqServer> StartNewAsync(SmallDisk? disk)
    {
        var server = new RabbitMqServer(disk);
        try
        {
            server.Write("enabled_plugins", "[].\n");
            var (certificate, key) = server._authority.Issue("localhost");

            // In the server's own language: what is in the other, "rabbitmq.conf", it translates at each start, which takes more than a second of processor time.
            server.Write("rabbitmq.config", string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                [{rabbit, [
                  {tcp_listeners, [{"127.0.0.1", {{server.Port}}}]},
                  {ssl_listeners, [{"127.0.0.1", {{server.TlsPort}}}]},
                  {ssl_options, [{certfile, "{{certificate}}"}, {keyfile, "{{key}}"}, {verify, verify_none}, {fail_if_no_peer_cert, false}]},
                  {disk_free_limit, 50000000},
                  {default_user, <<"{{server.User}}">>},
                  {default_pass, <<"{{server.Password}}">>}]}].

                """));
            server._mapper = server.Start(new ProcessStartInfo(PortMapper, ["-port", Text(server._mapperPort), "-address", "127.0.0.1"]), []);
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, on the same port and with what it had kept, and waits until it accepts connections.</summary>
    public async Task StartAsync()
    {
        File.Delete(PidFile);
        _process = StartServer();
        int ends = 0;
        long began = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (_process.HasExited)
            {
                // One whose predecessor was killed a moment ago may be refused its name or its port.
                if (++ends == 3) throw new InvalidOperationException($"rabbitmq-server ended with {_process.ExitCode}, three times: {string.Join('\n', _output)}");
                _process.Dispose();
                _process = StartServer();
            }

            if (Stopwatch.GetElapsedTime(began) > s_patience) throw new TimeoutException("rabbitmq-server does not answer.");
            await Task.Delay(50);
        }
    }

    /// <summary>SIGKILL: what it has not written is gone. Its queues are none of that.</summary>
    public async Task KillAsync()
    {
        if (!IsRunning) return;
        await QueuesAreWrittenAsync();
        await EndAsync();
    }

    /// <summary>Kills it and starts it again. Two at the same time follow each other.</summary>
    public async Task RestartAsync()
    {
        await _restarting.WaitAsync();
        try
        {
            await KillAsync();
            await StartAsync();
        }
        finally
        {
            _restarting.Release();
        }
    }

    /// <summary>Has the server evaluate an expression of its own language, such as one that adds a user.</summary>
    /// <remarks>As <c>rabbitmqctl eval</c> does, which starts a runtime of its own for each: most of a second of processor time.</remarks>
    /// <param name="expression">Ends with a full stop.</param>
    /// <returns>What it writes, and its value in a last line.</returns>
    public async Task<string> EvaluateAsync(string expression)
    {
        for (int attempts = 1; ; attempts++)
        {
            var run = await ProgramRun.OfAsync(
                "/bin/sh", ["-c", """printf '%s\n' "$1" | "$0" -address 127.0.0.1:"$2" -r -fetch_stdout -timeout "$3" -e""", Caller, expression, Text(_distributionPort), Text((int)s_patience.TotalSeconds)],
                "/", EnvironmentVariables.ToDictionary(static pair => pair.Key, static pair => (string?)pair.Value));

            // Of what goes wrong in the server the caller tells only there.
            if (run.Lines is [.., var last] && last.StartsWith("{ok, ", StringComparison.Ordinal)) return run.Output;

            // Not reached, so nothing was evaluated: the handshake has a time limit, and the machine may do much else.
            string told = $"{run.Output} {run.Errors}";
            if (attempts == MostCalls || !told.Contains("failed to connect", StringComparison.Ordinal)) throw new InvalidOperationException($"{Caller} ended with {run.ExitCode}: {told}");
            await Task.Delay(s_pause);
        }
    }

    /// <summary>Adds a user with rights, each a regular expression over names. One that exists gets the rights. Until it has them, nobody knows its password.</summary>
    public async Task AllowAsync(string user, string password, string configure, string write, string read) => await EvaluateAsync(
        $$"""
        IsNew = not rabbit_auth_backend_internal:exists(<<"{{user}}">>),
        case IsNew of true -> ok = rabbit_auth_backend_internal:add_user(<<"{{user}}">>, <<"{{Guid.NewGuid()}}">>, <<"test">>); false -> ok end,
        ok = rabbit_auth_backend_internal:set_permissions(<<"{{user}}">>, <<"/">>, <<"{{configure}}">>, <<"{{write}}">>, <<"{{read}}">>, <<"test">>),
        case IsNew of true -> ok = rabbit_auth_backend_internal:change_password(<<"{{user}}">>, <<"{{password}}">>, <<"test">>); false -> ok end.
        """);

    /// <summary>SIGSTOP: its connections stay open, and nobody answers any more when this returns.</summary>
    public void Freeze() => ProcessSignal.Freeze(ServerProcess!.Value);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => ProcessSignal.Thaw(ServerProcess!.Value);

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _process?.Dispose();
        if (_mapper is { HasExited: false })
        {
            _mapper.Kill();
            await _mapper.WaitForExitAsync();
        }

        _mapper?.Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task EndAsync()
    {
        if (_process is not { HasExited: false } process) return;
        if (ServerProcess is { } server) ProcessSignal.Send(server, ProcessSignal.Kill);
        process.Kill(entireProcessTree: true);

        // Not WaitForExitAsync: it also waits for the end of the output, which helpers of the server may keep open.
        while (!process.HasExited) await Task.Delay(10);
    }

    private Dictionary<string, string> EnvironmentVariables => new()
    {
        ["HOME"] = _folder,
        ["RABBITMQ_NODENAME"] = "eventgen@localhost",
        ["RABBITMQ_DIST_PORT"] = Text(_distributionPort),
        ["ERL_EPMD_PORT"] = Text(_mapperPort),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_MNESIA_BASE"] = _disk?.Folder ?? Path.Combine(_folder, "mnesia"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq"),
        ["RABBITMQ_PID_FILE"] = PidFile,
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "enabled_plugins"),
        ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+S 2:2 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}",
    };

    private string PidFile => Path.Combine(_folder, "pid");

    // The started program is a script that waits for the server.
    private int? ServerProcess =>
        File.Exists(PidFile) && int.TryParse(File.ReadAllText(PidFile).Trim(), CultureInfo.InvariantCulture, out int id) && Directory.Exists($"/proc/{id}") ? id : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private Process StartServer() => Start(_disk?.Start(Program, []) ?? new ProcessStartInfo(Program), EnvironmentVariables);

    private Process Start(ProcessStartInfo start, Dictionary<string, string> environment)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError, start.WorkingDirectory) = (true, true, "/");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Note(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        while (_output.Count > 30) _output.TryDequeue(out _);
    }

    // It says hello to whoever says which protocol; it listens once it has recovered its queues.
    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            var stream = client.GetStream();
            await stream.WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray());
            byte[] answer = new byte[1];
            using var end = new CancellationTokenSource(s_answer);
            return await stream.ReadAsync(answer, end.Token) == 1 && answer[0] == 1;
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
