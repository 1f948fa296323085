using System.Runtime.CompilerServices;

namespace EventGen.Publishers.Conformance;

/// <summary>Runs the test that asks for it once more, in a process of its own, where it takes the other branch.</summary>
public static class AnotherProcess
{
    private const string Variable = "EVENTGEN_TEST_ADDRESS";

    /// <summary>In the other process: the address that it was given. Otherwise <see langword="null"/>.</summary>
    public static string? Address => Environment.GetEnvironmentVariable(Variable);

    /// <summary>Runs the calling test again; completes when that process has ended. Cancelling kills it.</summary>
    public static Task<ProgramRun> RunAsync(
        string address, Type tests, CancellationToken cancellationToken, IReadOnlyDictionary<string, string?>? environment = null, [CallerMemberName] string test = "") =>
        ProgramRun.OfAsync(
            ProgramRun.DotNet,
            [tests.Assembly.Location, "-noColor", "-method", $"{tests.FullName}.{test}"],
            environment: new Dictionary<string, string?>(environment ?? new Dictionary<string, string?>()) { [Variable] = address },
            cancellationToken: cancellationToken);
}
