using System.Reflection;

namespace EventGen.TestKit;

/// <summary>Where the source tree of the running tests is.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>EventGen.sln</c>, as the build recorded it.</summary>
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static metadata => metadata.Key == "RepositoryRoot")
        .Value!.TrimEnd('/', '\\');

    /// <summary>The real path of a source file the compiler named, which a deterministic build writes as <c>/_/tests/…</c>.</summary>
    /// <exception cref="FileNotFoundException">No file of the tree ends with that path.</exception>
    public static string FindSource(string callerFilePath)
    {
        if (File.Exists(callerFilePath)) return callerFilePath;

        string[] segments = callerFilePath.Split('/', '\\');
        for (int i = 0; i < segments.Length; i++)
        {
            string candidate = Path.Combine([Root, .. segments[i..]]);
            if (File.Exists(candidate)) return candidate;
        }

        throw new FileNotFoundException($"No source file '{callerFilePath}', neither there nor under '{Root}'.", callerFilePath);
    }
}
