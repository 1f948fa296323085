using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace EventGen.TestKit;

/// <summary>Signals to processes, by their numbers on Linux.</summary>
public static class ProcessSignal
{
    /// <summary>SIGINT.</summary>
    public const int Interrupt = 2;

    /// <summary>SIGQUIT.</summary>
    public const int Quit = 3;

    /// <summary>SIGKILL: ends the process where it is.</summary>
    public const int Kill = 9;

    /// <summary>SIGTERM: asks the process to end.</summary>
    public const int Terminate = 15;

    private const int Continue = 18;
    private const int Stop = 19;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>Sends a signal.</summary>
    /// <exception cref="InvalidOperationException">The process does not exist, or may not be signalled.</exception>
    public static void Send(int process, int signal)
    {
        if (SendSignal(process, signal) != 0) throw new InvalidOperationException($"Signal {signal} did not reach process {process}.");
    }

    /// <summary>SIGSTOP: makes a process stand still, until <see cref="Thaw"/>. When this returns, none of its threads runs.</summary>
    /// <remarks>
    /// The signal alone stops nothing yet: it waits for one of the threads to be scheduled, which then stops the others. On a busy machine they go on for some
    /// milliseconds, long enough for a server to answer.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The process does not exist, or may not be signalled.</exception>
    /// <exception cref="TimeoutException">It still runs after a minute.</exception>
    public static void Freeze(int process)
    {
        Send(process, Stop);
        long began = Stopwatch.GetTimestamp();

        // Twice: a thread may have started another one while the first look went on.
        while (!(StandsStill(process) && StandsStill(process)))
        {
            if (Stopwatch.GetElapsedTime(began) > s_patience) throw new TimeoutException($"Process {process} does not stand still.");
            Thread.Sleep(1);
        }
    }

    /// <summary>SIGCONT: lets a process go on that stands still.</summary>
    /// <exception cref="InvalidOperationException">The process does not exist, or may not be signalled.</exception>
    public static void Thaw(int process) => Send(process, Continue);

    // A thread that has ended meanwhile has no state any more, or that of a dead one.
    private static bool StandsStill(int process) => Directory
        .EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task"))
        .All(static thread => StateOf(thread) is 'T' or 't' or 'Z' or 'X');

    private static char StateOf(string thread)
    {
        try
        {
            string status = File.ReadAllText(Path.Combine(thread, "stat"));
            return status[status.LastIndexOf(')') + 2];   // the name in the parentheses may hold anything
        }
        catch (IOException)
        {
            return 'X';
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
