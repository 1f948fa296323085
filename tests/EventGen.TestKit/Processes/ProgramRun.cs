using System.Diagnostics;

namespace EventGen.TestKit;

/// <summary>A program that has run to its end.</summary>
/// <param name="Command">What was run.</param>
/// <param name="ExitCode">0 by custom when it succeeded.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Errors">What it wrote to its standard error.</param>
/// <param name="FirstLine">How long it took, from its start, to write its first line; zero when it wrote none.</param>
public sealed record ProgramRun(string Command, int ExitCode, string Output, string Errors, TimeSpan FirstLine)
{
    // Set by the build or test that runs this one; a build started inside must not mistake them for its own.
    private static readonly string[] s_inherited = ["MSBUILD", "VSTEST_", "DOTNET_CLI_"];

    /// <summary>The lines of the output, without the line ends.</summary>
    public IReadOnlyList<string> Lines => Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    /// <summary>The <c>dotnet</c> that runs the tests.</summary>
    public static string DotNet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    /// <summary>Runs a program; kills it, with those it started, when the wait is cancelled.</summary>
    /// <param name="program">The program, looked up on the path when it is no path itself.</param>
    /// <param name="arguments">Its arguments, unquoted.</param>
    /// <param name="folder">Where it runs; by default where the tests do.</param>
    /// <param name="environment">Variables besides those of the tests; one that is <see langword="null"/> is taken away.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ProgramRun> OfAsync(
        string program,
        IEnumerable<string> arguments,
        string? folder = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        CancellationToken cancellationToken = default)
    {
        var start = StartInfo(program, arguments, folder, environment);
        long started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        process.StandardInput.Close();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            string? firstLine = await process.StandardOutput.ReadLineAsync(cancellationToken);
            var firstLineAfter = firstLine is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(started);
            string rest = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ProgramRun($"{program} {string.Join(' ', start.ArgumentList)}", process.ExitCode, $"{firstLine}\n{rest}", await errors, firstLineAfter);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>How to start a program, its inputs and outputs redirected, without what the build or test that runs this one has set.</summary>
    /// <inheritdoc cref="OfAsync"/>
    public static ProcessStartInfo StartInfo(
        string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsInherited).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        return start;
    }

    /// <summary>Passes on a run that succeeded.</summary>
    /// <exception cref="InvalidOperationException">It did not; the message holds all that it wrote.</exception>
    public ProgramRun Succeeded() => ExitCode == 0
        ? this
        : throw new InvalidOperationException($"'{Command}' ended with {ExitCode}.\n{Output}\n{Errors}");

    private static bool IsInherited(string variable) =>
        s_inherited.Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
