using System.Collections.Concurrent;
using System.Diagnostics;

namespace EventGen.TestKit;

/// <summary>The process of a private server, whose output nobody reads unless it does not start.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts the server and waits until it answers.</summary>
    /// <param name="name">What the exceptions call it.</param>
    /// <param name="start">Redirects both outputs.</param>
    /// <param name="answersAsync">Asks the server whether it accepts connections.</param>
    /// <param name="patience">How long to ask.</param>
    /// <exception cref="InvalidOperationException">The process ended before it answered.</exception>
    /// <exception cref="TimeoutException">The server did not answer in time. The process has ended.</exception>
    public static async Task<ServerProcess> StartAsync(string name, ProcessStartInfo start, Func<Task<bool>> answersAsync, TimeSpan patience)
    {
        var process = Process.Start(start)!;
        var output = new ConcurrentQueue<string>();
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        long began = Stopwatch.GetTimestamp();
        while (!await answersAsync())
        {
            if (process.HasExited)
            {
                await process.WaitForExitAsync();   // its output has been read
                throw new InvalidOperationException($"{name} ended with {process.ExitCode} at once: {string.Join('\n', output)}");
            }

            if (Stopwatch.GetElapsedTime(began) > patience)
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"{name} does not answer.");
            }

            await Task.Delay(s_interval);
        }

        return new ServerProcess(process);

        void Note(string? line)
        {
            if (line is null) return;
            output.Enqueue(line);
            while (output.Count > 30) output.TryDequeue(out _);
        }
    }

    /// <summary>Sends a signal that ends the process and waits until it has ended; does nothing when it already has.</summary>
    public async Task EndAsync(int signal)
    {
        if (_process.HasExited) return;
        try
        {
            ProcessSignal.Send(Id, signal);
        }
        catch (InvalidOperationException) when (_process.HasExited)
        {
            return;   // it ended between the test and the signal
        }

        await _process.WaitForExitAsync();
    }

    public void Dispose() => _process.Dispose();
}
