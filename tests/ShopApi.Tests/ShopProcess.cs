using System.Diagnostics;
using System.Text;

namespace ShopApi.Tests;

/// <summary>The sample as a user runs it: a process of its own, with a real Kestrel on a free port.</summary>
internal sealed class ShopProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ShopProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Calls the shop.</summary>
    public HttpClient Client { get; } = new();

    public Uri Address => Client.BaseAddress!;

    /// <summary>What it has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Starts the shop and waits until it is ready for requests.</summary>
    public static async Task<ShopProcess> StartAsync(ShopFolder folder, params (string Name, string Value)[] environment)
    {
        var start = ProgramRun.StartInfo(
            ProgramRun.DotNet, [Path.Combine(AppContext.BaseDirectory, "ShopApi.dll"), "--urls", "http://127.0.0.1:0", "--Shop:Data", folder.Path], AppContext.BaseDirectory,
            environment.ToDictionary(static one => one.Name, static one => (string?)one.Value));
        var shop = new ShopProcess(start);
        shop.Client.BaseAddress = await Deadline.WithinAsync(shop._address.Task, "the shop's address");
        await Eventually.TrueAsync(async () => (await shop.Client.GetAsync("/health/ready")).IsSuccessStatusCode);
        return shop;
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        ProcessSignal.Send(_process.Id, ProcessSignal.Kill);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as a container does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        ProcessSignal.Send(_process.Id, ProcessSignal.Terminate);
        await Deadline.WithinAsync(_process.WaitForExitAsync(), "the shop's end");
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
        Client.Dispose();
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException($"The shop ended:\n{Output}"));
            return;
        }

        lock (_output) _output.AppendLine(line);
        int at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0) _address.TrySetResult(new Uri(line[(at + Listening.Length)..]));
    }
}
