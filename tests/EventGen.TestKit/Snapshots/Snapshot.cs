using System.Runtime.CompilerServices;
using Xunit;

namespace EventGen.TestKit;

/// <summary>Compares texts with files that were read and approved by a person.</summary>
/// <remarks>
/// The files lie in <c>Snapshots</c> beside the test's source and are named as Verify names them:
/// <c>{TestClass}.{Test}[_parameters][#target].verified.{extension}</c>. A text that differs, or was never approved,
/// fails the test and is written as <c>.received.</c>; renaming that file approves it. With <c>CI=true</c> nothing is written.
/// </remarks>
public static class Snapshot
{
    private static readonly bool s_writes =
        !string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Fails unless the text is the approved one.</summary>
    /// <param name="text">What the test produced.</param>
    /// <param name="extension">The kind of text, without the dot.</param>
    /// <param name="parameters">What tells one case of a theory from another, <c>kind=record_count=2</c>.</param>
    /// <param name="sourceFile">Filled in by the compiler.</param>
    /// <param name="test">Filled in by the compiler.</param>
    public static void Match(
        string text,
        string extension = "txt",
        string? parameters = null,
        [CallerFilePath] string sourceFile = "",
        [CallerMemberName] string test = "")
    {
        var (directory, name) = Locate(sourceFile, test, parameters);
        if (new SnapshotFile(directory, name, extension, s_writes).Compare(text) is { } difference) Assert.Fail(difference);
    }

    /// <summary>Fails unless exactly the approved files were generated, with the approved text.</summary>
    /// <param name="generated">The generated sources by hint name, <c>Events.OrderPlaced.g.cs</c>.</param>
    /// <param name="parameters">What tells one case of a theory from another.</param>
    /// <param name="sourceFile">Filled in by the compiler.</param>
    /// <param name="test">Filled in by the compiler.</param>
    public static void Match(
        IReadOnlyDictionary<string, string> generated,
        string? parameters = null,
        [CallerFilePath] string sourceFile = "",
        [CallerMemberName] string test = "")
    {
        var (directory, name) = Locate(sourceFile, test, parameters);
        if (CompareAll(directory, name, generated, s_writes) is { Count: > 0 } differences) Assert.Fail(string.Join('\n', differences));
    }

    internal static List<string> CompareAll(
        string directory, string name, IReadOnlyDictionary<string, string> generated, bool writes)
    {
        var differences = new List<string>();
        var expected = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (hintName, text) in generated.OrderBy(static source => source.Key, StringComparer.Ordinal))
        {
            var file = new SnapshotFile(directory, $"{name}#{Path.GetFileNameWithoutExtension(hintName.Replace('/', '_'))}", "cs", writes);
            expected.Add(file.VerifiedPath);
            if (file.Compare(text) is { } difference) differences.Add(difference);
        }

        // An approved file that nothing produces any more would otherwise stay approved for ever.
        if (Directory.Exists(directory))
            differences.AddRange(
                from path in Directory.EnumerateFiles(directory, $"{name}#*.verified.cs").Order(StringComparer.Ordinal)
                where !expected.Contains(path)
                select $"{path} is approved, but was not generated.");
        return differences;
    }

    private static (string Directory, string Name) Locate(string sourceFile, string test, string? parameters)
    {
        string source = Repository.FindSource(sourceFile);
        string name = $"{Path.GetFileNameWithoutExtension(source)}.{test}{(parameters is null ? "" : "_" + parameters)}";
        return (Path.Combine(Path.GetDirectoryName(source)!, "Snapshots"), name);
    }
}
