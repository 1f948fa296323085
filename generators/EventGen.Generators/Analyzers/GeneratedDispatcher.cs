using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>Tells the generated classes that call handlers. Of the generated types only they cannot have parts written by hand.</summary>
internal static class GeneratedDispatcher
{
    public static bool Is(INamedTypeSymbol type) =>
        type is { DeclaredAccessibility: Accessibility.Private, IsSealed: true }
        && type.FindAttribute(FrameworkNames.GeneratedCodeAttribute)?.FirstText() == GeneratorName.Tool;
}
