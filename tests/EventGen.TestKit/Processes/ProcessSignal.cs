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

    /// <summary>SIGCONT: continues a stopped process.</summary>
    public const int Continue = 18;

    /// <summary>SIGSTOP: stops the process where it is, until <see cref="Continue"/>.</summary>
    public const int Stop = 19;

    /// <summary>Sends a signal.</summary>
    /// <exception cref="InvalidOperationException">The process does not exist, or may not be signalled.</exception>
    public static void Send(int process, int signal)
    {
        if (SendSignal(process, signal) != 0) throw new InvalidOperationException($"Signal {signal} did not reach process {process}.");
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
