using System.Collections.Concurrent;
using System.Diagnostics;

namespace EventGen.Redis.Tests.Swap;

/// <summary>The program whose events travel as its configuration says, in a process of its own.</summary>
internal sealed class ArchiveProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _following = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private ArchiveProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _reading = ReadAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>What its stream has had so far.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Starts it, and waits until it follows its stream.</summary>
    /// <param name="folder">Where it finds its appsettings.json; by default those that it comes with.</param>
    /// <param name="environment">Variables besides those of the tests.</param>
    /// <param name="arguments">Its command line.</param>
    public static async Task<ArchiveProcess> StartAsync(
        string? folder = null, IEnumerable<KeyValuePair<string, string>>? environment = null, IEnumerable<string>? arguments = null)
    {
        var start = new ProcessStartInfo(ProgramRun.DotNet, [Path.Combine(AppContext.BaseDirectory, "Archive.dll"), .. arguments ?? []])
        {
            WorkingDirectory = folder ?? AppContext.BaseDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        var archive = new ArchiveProcess(start);
        await Deadline.WithinAsync(archive._following.Task, "the program to follow its stream", Suite.Patience);
        return archive;
    }

    /// <summary>Tells it to emit some events.</summary>
    public async Task EmitAsync(IEnumerable<string> names)
    {
        await _process.StandardInput.WriteAsync(string.Concat(names.Select(static name => name + "\n")));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until its stream has had as many events.</summary>
    public Task HasAsync(int events) => Eventually.EqualAsync(events, () => _lines.Count, Suite.Patience);

    /// <summary>Lets it stop by itself.</summary>
    /// <returns>All that its stream has had.</returns>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        _process.StandardInput.Close();
        await Deadline.WithinAsync(_process.WaitForExitAsync(), "the program to end", Suite.Patience);
        await _reading;
        Assert.True(_process.ExitCode == 0, await _errors);
        return Lines;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        if (await _process.StandardOutput.ReadLineAsync() is null) _following.TrySetException(new InvalidOperationException($"The program ended: {await _errors}"));
        else _following.TrySetResult();
        while (await _process.StandardOutput.ReadLineAsync() is { } line) _lines.Enqueue(line);
    }
}
