using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Which converter writes a value.</summary>
internal static class JsonConverters
{
    /// <summary>The converter that an attribute names, of a member or a type; <see langword="null"/> when none does.</summary>
    public static INamedTypeSymbol? Named(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is not { } kind) continue;
            if (kind.Is(FrameworkNames.JsonConverterAttribute))
                return attribute.FirstValue() as INamedTypeSymbol;
            // One that makes its converter itself is known by its own name.
            if (kind.BaseType.Is(FrameworkNames.JsonConverterAttribute)) return kind;
        }

        return null;
    }

    /// <summary>The converter of the context's settings for a type; <see langword="null"/> when there is none. What a factory takes cannot be known.</summary>
    public static INamedTypeSymbol? Of(JsonSettings settings, ITypeSymbol type) => settings.Converters.FirstOrDefault(converter =>
        IsEnumText(converter, type) || IsEnumNumber(converter, type) || SymbolEqualityComparer.Default.Equals(TakenBy(converter), type));

    /// <summary>The type that a converter is written for; <see langword="null"/> where it decides itself.</summary>
    public static ITypeSymbol? TakenBy(INamedTypeSymbol converter) =>
        converter.BaseClasses().FirstOrDefault(static level => level.Is(FrameworkNames.JsonConverter, 1))?.TypeArguments[0];

    /// <summary>Whether the converter is the framework's that writes the enum by name.</summary>
    public static bool IsEnumText(INamedTypeSymbol converter, ITypeSymbol type) => type.TypeKind == TypeKind.Enum
        && (converter.Is(FrameworkNames.JsonStringEnumConverter) || converter.Is(FrameworkNames.JsonStringEnumConverter, 1) && Takes(converter, type));

    /// <summary>Whether the converter is the framework's that writes the enum as a number.</summary>
    public static bool IsEnumNumber(INamedTypeSymbol converter, ITypeSymbol type) =>
        type.TypeKind == TypeKind.Enum && converter.Is(FrameworkNames.JsonNumberEnumConverter, 1) && Takes(converter, type);

    private static bool Takes(INamedTypeSymbol converter, ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(converter.TypeArguments[0], type);
}
