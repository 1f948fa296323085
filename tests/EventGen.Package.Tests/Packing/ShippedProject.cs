using System.Xml.Linq;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Packing;

/// <summary>The projects that say they are packages.</summary>
internal static class ShippedProject
{
    /// <summary>Those that are libraries, which projects reference; the others are tools.</summary>
    public static IReadOnlyList<string> Libraries { get; } = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .Where(static path => IsSet(path, "IsPackable") && !IsSet(path, "PackAsTool")).Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <summary>Their folders' names under <c>src</c>, which are the packages' ids.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
           where IsSet(path, "IsPackable")
           let name = Path.GetFileNameWithoutExtension(path)
           orderby name
           select name,
    ];

    private static bool IsSet(string project, string property) => XElement.Load(project).Descendants(property).Any(static element => element.Value == "true");
}
