using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;

namespace OrderDesk.Tests.Running;

/// <summary>The sample as a user runs it: a process of its own, all streams redirected.</summary>
internal sealed class DeskProcess : IDisposable
{
    private const int Terminate = 15;

    // Far beyond any run. A desk that hangs is ended, which breaks its pipes and fails its test, not the build.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Channel<string> _newOutput = Channel.CreateUnbounded<string>();
    private readonly Task _errorsRead;
    private readonly List<string> _errors = [];
    private readonly Channel<string> _newErrors = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _limit = new(s_patience);

    private DeskProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _limit.Token.Register(_process.Kill);
        _output = ReadOutputAsync();
        _errorsRead = ReadErrorsAsync();
    }

    /// <summary>The desk's standard input, as bytes.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>The highest resident memory so far, in KiB; <see langword="null"/> once the process is gone.</summary>
    public long? PeakMemory
    {
        get
        {
            try
            {
                string line = File.ReadLines($"/proc/{_process.Id}/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                return long.Parse(line.Split(' ', '\t')[^2], CultureInfo.InvariantCulture);
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException)
            {
                return null;
            }
        }
    }

    public static DeskProcess Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "OrderDesk.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return new DeskProcess(start);
    }

    /// <summary>Runs the desk to its end, with nothing to read on standard input.</summary>
    public static async Task<DeskResult> RunAsync(params IEnumerable<string> arguments)
    {
        using var desk = Start(arguments);
        desk.Input.Close();
        return await desk.EndAsync();
    }

    /// <summary>Waits until the desk has written a line on standard error that begins so.</summary>
    public async Task ErrorAsync(string line)
    {
        await foreach (string error in _newErrors.Reader.ReadAllAsync(_limit.Token))
        {
            if (error.StartsWith(line, StringComparison.Ordinal)) return;
        }

        Assert.Fail($"The desk ended without '{line}'; it wrote: {string.Join('\n', _errors)}");
    }

    /// <summary>Waits until the desk has written a line on standard output, and returns it.</summary>
    public async Task<string> NextOutputAsync()
    {
        if (await _newOutput.Reader.WaitToReadAsync(_limit.Token) && _newOutput.Reader.TryRead(out string? line)) return line;
        Assert.Fail($"The desk ended; it wrote: {string.Join('\n', _errors)}");
        return "";
    }

    public void AskToStop() => Assert.Equal(0, Kill(_process.Id, Terminate));

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(_limit.Token);
    }

    public async Task<DeskResult> EndAsync()
    {
        await _process.WaitForExitAsync(_limit.Token);
        await _errorsRead;
        return new DeskResult(_process.ExitCode, await _output, _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        _limit.Dispose();
    }

    private async Task<string> ReadOutputAsync()
    {
        var output = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync(_limit.Token) is { } line)
        {
            output.Append(line).Append('\n');
            _newOutput.Writer.TryWrite(line);
        }

        _newOutput.Writer.Complete();
        return output.ToString();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync(_limit.Token) is { } line)
        {
            _errors.Add(line);
            _newErrors.Writer.TryWrite(line);
        }

        _newErrors.Writer.Complete();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
