using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace EventGen.TestKit;

/// <summary>What the SDK compiles .NET programs against: reference assemblies, and the generators that come with them.</summary>
public static class TargetingPack
{
    private static readonly Lazy<string> s_folder = new(FindFolder);

    private static readonly Lazy<ImmutableArray<MetadataReference>> s_references = new(() =>
    [
        .. Directory.GetFiles(ReferenceFolder, "*.dll").Order(StringComparer.Ordinal).Select(static path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>The reference assemblies of the running version of .NET.</summary>
    public static ImmutableArray<MetadataReference> References => s_references.Value;

    private static string ReferenceFolder =>
        Path.Combine(s_folder.Value, "ref", $"net{Environment.Version.Major}.{Environment.Version.Minor}");

    /// <summary>A new System.Text.Json generator, without which no <c>JsonSerializerContext</c> compiles.</summary>
    public static IIncrementalGenerator CreateJsonGenerator()
    {
        string path = Path.Combine(s_folder.Value, "analyzers", "dotnet", "cs", "System.Text.Json.SourceGeneration.dll");
        const string TypeName = "System.Text.Json.SourceGeneration.JsonSourceGenerator";
        Type type = Assembly.LoadFrom(path).GetType(TypeName)
            ?? throw new InvalidOperationException($"'{path}' has no type '{TypeName}'.");
        return (IIncrementalGenerator)Activator.CreateInstance(type)!;
    }

    private static string FindFolder()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/System.Private.CoreLib.dll
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string?[] roots =
        [
            Path.GetFullPath(Path.Combine(runtime, "..", "..", "..")),
            Environment.GetEnvironmentVariable("DOTNET_ROOT"),
            Path.GetDirectoryName(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")),
        ];
        string[] packs = [.. roots.OfType<string>().Select(static root => Path.Combine(root, "packs", "Microsoft.NETCore.App.Ref"))];
        return packs
            .Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories)
            .Where(static folder => VersionOf(folder)?.Major == Environment.Version.Major)
            .MaxBy(VersionOf)
            ?? throw new DirectoryNotFoundException(
                $"No targeting pack of .NET {Environment.Version.Major} in {string.Join(" or ", packs)}. " +
                "It comes with the SDK; a runtime alone cannot run these tests.");
    }

    private static Version? VersionOf(string folder) =>
        Version.TryParse(Path.GetFileName(folder).Split('-')[0], out Version? version) ? version : null;
}
