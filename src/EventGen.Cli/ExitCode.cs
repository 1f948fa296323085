namespace EventGen.Cli;

/// <summary>What the command's exit codes mean.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>It found something: a change that is not accepted, a replay that failed.</summary>
    public const int Found = 1;

    /// <summary>It could not do what was asked.</summary>
    public const int Failed = 2;

    /// <summary>It was interrupted before its end, by Ctrl-C or SIGTERM. The code that shells have for it.</summary>
    public const int Interrupted = 130;
}
