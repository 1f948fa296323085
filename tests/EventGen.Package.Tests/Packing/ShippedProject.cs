using System.Xml.Linq;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Packing;

/// <summary>The projects that say they are packages.</summary>
internal static class ShippedProject
{
    /// <summary>Their folders' names under <c>src</c>, which are the packages' ids.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
           where XElement.Load(path).Descendants("IsPackable").Any(static packable => packable.Value == "true")
           let name = Path.GetFileNameWithoutExtension(path)
           orderby name
           select name,
    ];
}
