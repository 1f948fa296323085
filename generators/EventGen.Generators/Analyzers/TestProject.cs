using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>Tells test projects, which are programs, but take from what they test what they need.</summary>
internal static class TestProject
{
    private static readonly HashSet<string> s_frameworks =
    [
        RuntimeNames.TestingAssembly, "xunit.core", "xunit.v3.core", "nunit.framework", "Microsoft.VisualStudio.TestPlatform.TestFramework", "MSTest.TestFramework",
        "TUnit.Core",
    ];

    public static bool Is(Compilation compilation) => compilation.ReferencedAssemblyNames.Any(static assembly => s_frameworks.Contains(assembly.Name));
}
