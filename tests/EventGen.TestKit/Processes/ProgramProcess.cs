using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace EventGen.TestKit;

/// <summary>A process that emits what it is told to, over a store, and delivers it.</summary>
public sealed class ProgramProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ProgramProcess(Process process, ConcurrentDictionary<int, long> accepted)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = Task.Run(async () =>
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line == "started") _started.TrySetResult();
                else if (int.TryParse(line, CultureInfo.InvariantCulture, out int number)) accepted.TryAdd(number, Stopwatch.GetTimestamp());
            }

            _started.TrySetException(new InvalidOperationException("The program ended before it had started."));
            _ = _started.Task.Exception;
        });
    }

    public Task Started => _started.Task;

    public int Id => _process.Id;

    /// <summary>What it wrote to its standard error, once it has ended.</summary>
    public Task<string> Errors => _errors;

    /// <summary>Ends when the process has ended, by itself or otherwise.</summary>
    public Task Exited => _reading;

    /// <param name="program">The file of the program.</param>
    /// <param name="arguments">What the program is told.</param>
    /// <param name="accepted">Takes the numbers that it says are accepted, and when.</param>
    public static ProgramProcess Start(string program, IEnumerable<string> arguments, ConcurrentDictionary<int, long> accepted)
    {
        var start = ProgramRun.StartInfo(ProgramRun.DotNet, [Path.Combine(AppContext.BaseDirectory, program), .. arguments]);
        return new ProgramProcess(Process.Start(start)!, accepted);
    }

    /// <summary>Tells it to emit numbers; what a dead process was told is lost.</summary>
    public void Emit(IEnumerable<int> numbers)
    {
        try
        {
            foreach (int number in numbers) _process.StandardInput.WriteLine(number.ToString(CultureInfo.InvariantCulture));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has been killed.
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    /// <summary>Lets it stop in order.</summary>
    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _reading;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}
