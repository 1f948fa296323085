using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads which types a <c>JsonSerializerContext</c> of the project lists.</summary>
internal static class JsonContextParser
{
    /// <returns>The context; <see langword="null"/> when the type is none, or none that generated code can use.</returns>
    public static JsonContextModel? Parse(INamedTypeSymbol type, ParseScope scope)
    {
        if (!CanBeUsed(type, scope)) return null;

        var listed = type.GetAttributes()
            .Where(static attribute => attribute.AttributeClass.Is(FrameworkNames.JsonSerializableAttribute) && attribute.ConstructorArguments.Length == 1)
            .Select(attribute => (attribute.ConstructorArguments[0].Value as ITypeSymbol)?.Global(scope.Aliases))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToEquatableArray();
        return listed.Count == 0 ? null : new JsonContextModel(type.ToTypeName(scope.Aliases), listed, JsonSettings.Of(type).ToText());
    }

    /// <summary>Whether the type is a context that generated code can use.</summary>
    public static bool CanBeUsed(INamedTypeSymbol type, ParseScope scope) =>
        !type.IsAbstract && !type.IsInGeneric()
        && type.BaseClasses().Any(static ancestor => ancestor.Is(FrameworkNames.JsonContext))
        && TypeAccessibility.Violation(type, scope) is null;
}
