using System.Diagnostics;
using System.Globalization;

namespace EventGen.TestKit;

/// <summary>
/// A private PostgreSQL on a free port of the loopback address, with a folder of its own. It refuses to run as root, so a test that is root starts
/// it as the user <c>postgres</c>. Disposing it ends it and removes the folder.
/// </summary>
public sealed partial class PostgreSqlServer : IAsyncDisposable
{
    private const string Installations = "/usr/lib/postgresql";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("postgres-").FullName;
    private readonly string[] _settings;
    private ServerProcess? _process;
    private int _databases;

    private PostgreSqlServer(string[] settings) => _settings = settings;

    /// <summary>Stays the same over restarts.</summary>
    public int Port { get; } = LoopbackPort.Take();

    /// <summary>The password of <c>postgres</c>.</summary>
    public string Password { get; } = $"s3cret-{Guid.NewGuid():N}";

    /// <summary>The process id of the server.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>Why there can be none on this machine; <see langword="null"/> when there can.</summary>
    public static string? Missing =>
        !OperatingSystem.IsLinux() ? "the tests start PostgreSQL on Linux only"
        : Programs is null ? "postgresql is not installed"
        : null;

    private static string? Programs { get; } = Directory.Exists(Installations)
        ? Directory.EnumerateDirectories(Installations)
            .OrderByDescending(static folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int version) ? version : 0)
            .Select(static folder => Path.Combine(folder, "bin"))
            .FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "initdb")))
        : null;

    /// <summary>Starts a server that accepts connections when this returns.</summary>
    /// <param name="settings">More settings, such as <c>fsync=off</c> where the machine is not to fail.</param>
    public static async Task<PostgreSqlServer> StartAsync(params string[] settings)
    {
        var server = new PostgreSqlServer(settings);
        try
        {
            await server.InitializeAsync();
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a client is told, password included.</summary>
    /// <param name="database">Which database.</param>
    public string ConnectionString(string database = "postgres") =>
        $"Host=127.0.0.1;Port={Port};Username=postgres;Password={Password};Database={database}";

    /// <summary>Creates an empty database.</summary>
    /// <returns>How to connect to it.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        string name = $"test{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>Runs SQL with <c>psql</c>.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> ExecuteAsync(string sql, string database = "postgres")
    {
        var run = await ProgramRun.OfAsync(
            Path.Combine(Programs!, "psql"),
            ["-h", "127.0.0.1", "-p", PortText, "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1", "-qAt", "-c", sql],
            environment: new Dictionary<string, string?> { ["PGPASSWORD"] = Password });
        return run.Succeeded().Output.Trim();
    }

    /// <summary>Starts it, on the same port and with the same folder, and waits until it accepts connections.</summary>
    public async Task StartAsync()
    {
        string[] arguments =
        [
            "-D", DataFolder, "-c", "listen_addresses=127.0.0.1", "-c", $"port={PortText}", "-c", $"unix_socket_directories={_folder}",
            "-c", "max_connections=200", .. _settings.SelectMany(static setting => (string[])["-c", setting]),
        ];
        var start = AsItsUser("postgres", arguments);
        _process = await ServerProcess.StartAsync("postgres", start, AnswersAsync, s_patience);
    }

    /// <summary>Ends it at once, with all its connections, as a crash does: it recovers from its log when it is started again.</summary>
    /// <remarks>SIGQUIT is an immediate shutdown without a checkpoint. After a SIGKILL of it alone its children would outlive it and keep the folder locked.</remarks>
    public Task KillAsync() => _process?.EndAsync(ProcessSignal.Quit) ?? Task.CompletedTask;

    /// <summary>SIGKILL to all its processes, none of which can tell its clients.</summary>
    public async Task CrashAsync()
    {
        if (_process is null) return;
        ProcessSignal.Freeze(_process.Id);   // it starts no child for one that has died
        foreach (int child in ChildrenOf(_process.Id)) ProcessSignal.Send(child, ProcessSignal.Kill);
        await _process.EndAsync(ProcessSignal.Kill);
    }

    /// <summary>Has all its processes stand still, until <see cref="Thaw"/>. The kernel still takes connections for it.</summary>
    public void Freeze()
    {
        ProcessSignal.Freeze(_process!.Id);   // first, so that it starts no more
        foreach (int child in ChildrenOf(_process.Id)) ProcessSignal.Freeze(child);
    }

    /// <summary>Lets it go on.</summary>
    public void Thaw()
    {
        foreach (int child in ChildrenOf(_process!.Id)) ProcessSignal.Thaw(child);
        ProcessSignal.Thaw(_process.Id);
    }

    public async Task RestartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string PortText => Port.ToString(CultureInfo.InvariantCulture);

    private string DataFolder => Path.Combine(_folder, "data");

    private async Task InitializeAsync()
    {
        string passwordFile = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(passwordFile, Password);
        if (Environment.IsPrivilegedProcess) (await ProgramRun.OfAsync("chown", ["-R", "postgres", _folder])).Succeeded();
        var start = AsItsUser(
            "initdb", ["-D", DataFolder, "-U", "postgres", "-A", "scram-sha-256", $"--pwfile={passwordFile}", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]);
        (await ProgramRun.OfAsync(start.FileName, start.ArgumentList, "/")).Succeeded();
    }

    // One that has ended, and whose parent has not asked for it, still counts.
    private static int[] ChildrenOf(int parent) =>
        File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{parent}/task/{parent}/children"))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();

    private static ProcessStartInfo AsItsUser(string program, IEnumerable<string> arguments)
    {
        string path = Path.Combine(Programs!, program);
        return Environment.IsPrivilegedProcess
            ? ProgramRun.StartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments], "/")
            : ProgramRun.StartInfo(path, arguments, "/");
    }

    private async Task<bool> AnswersAsync()
    {
        // pg_isready also sees "the database system is starting up".
        var run = await ProgramRun.OfAsync(Path.Combine(Programs!, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", PortText, "-U", "postgres"]);
        return run.ExitCode == 0;
    }
}
