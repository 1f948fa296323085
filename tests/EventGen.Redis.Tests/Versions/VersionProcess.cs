using System.Collections.Concurrent;
using System.Diagnostics;

namespace EventGen.Redis.Tests.Versions;

/// <summary>A program in one of its versions, in a process of its own: it does what it is told to, and says what it has done.</summary>
internal sealed class VersionProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private VersionProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    /// <summary>What it has said so far.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Starts it, and waits until its bus has started.</summary>
    /// <param name="version">1 or 2.</param>
    /// <param name="name">The application's name.</param>
    /// <param name="redis">The server.</param>
    /// <param name="file">The file of its outbox.</param>
    public static async Task<VersionProcess> StartAsync(int version, string name, RedisServer redis, string file)
    {
        string program = Path.Combine(AppContext.BaseDirectory, version == 1 ? "VersionProgram.dll" : "VersionProgramNext.dll");
        var process = new VersionProcess(Process.Start(ProgramRun.StartInfo(ProgramRun.DotNet, [program, name, redis.Address, file]))!);
        await process.SaysAsync("started");
        return process;
    }

    /// <summary>Gives it a command.</summary>
    public async Task TellAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until it has said a line.</summary>
    public async Task SaysAsync(string line)
    {
        await Eventually.TrueAsync(() => _lines.Contains(line) || _reading.IsCompleted, Suite.Patience);
        Assert.True(_lines.Contains(line), $"It did not say '{line}' but:\n{string.Join('\n', _lines)}\n{(_reading.IsCompleted ? await _errors : "")}");
    }

    /// <summary>Lets it stop by itself.</summary>
    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        await Deadline.WithinAsync(_process.WaitForExitAsync(), "the program to end", Suite.Patience);
        Assert.True(_process.ExitCode == 0, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line) _lines.Enqueue(line);
    }
}
