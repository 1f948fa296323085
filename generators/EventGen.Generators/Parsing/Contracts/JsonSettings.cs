using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>The settings of a <c>JsonSerializerContext</c> that decide what its JSON looks like. Values of enums are those of System.Text.Json.</summary>
/// <param name="Naming">The naming policy.</param>
/// <param name="Ignore">When a part is left out.</param>
/// <param name="Numbers">How numbers are written and read.</param>
/// <param name="IncludesFields">Whether public fields are parts.</param>
/// <param name="IgnoresReadOnlyProperties">Whether properties that cannot be set are left out.</param>
/// <param name="IgnoresReadOnlyFields">Whether fields that cannot be set are left out.</param>
/// <param name="EnumsAreText">Whether enums are written by name.</param>
/// <param name="IsClosed">Whether unknown parts are rejected.</param>
/// <param name="RequiresParameters">Whether constructor parameters without a default are required.</param>
/// <param name="Converters">Converters for types that do not name one.</param>
internal sealed record JsonSettings(
    int Naming,
    int Ignore,
    int Numbers,
    bool IncludesFields,
    bool IgnoresReadOnlyProperties,
    bool IgnoresReadOnlyFields,
    bool EnumsAreText,
    bool IsClosed,
    bool RequiresParameters,
    IReadOnlyList<INamedTypeSymbol> Converters)
{
    /// <summary>Numbers are written as text.</summary>
    public const int WriteAsText = 2;

    /// <summary>NaN and the infinities are written as text.</summary>
    public const int NamedNumbers = 4;

    private const int Web = 1;
    private const int Strict = 2;

    public static JsonSettings Of(INamedTypeSymbol context)
    {
        var options = context.FindAttribute(FrameworkNames.JsonSourceGenerationOptionsAttribute);
        int defaults = options?.FirstValue() as int? ?? 0;
        var converters = options?.NamedArguments.FirstOrDefault(static argument => argument.Key == "Converters").Value is { Kind: TypedConstantKind.Array, IsNull: false } list
            ? list.Values.Select(static item => item.Value).OfType<INamedTypeSymbol>().ToList()
            : [];
        return new JsonSettings(
            Number(options, "PropertyNamingPolicy") ?? (defaults == Web ? 1 : 0),
            Number(options, "DefaultIgnoreCondition") ?? 0,
            Number(options, "NumberHandling") ?? (defaults == Web ? 1 : 0),
            Flag(options, "IncludeFields") ?? false,
            Flag(options, "IgnoreReadOnlyProperties") ?? false,
            Flag(options, "IgnoreReadOnlyFields") ?? false,
            Flag(options, "UseStringEnumConverter") ?? false,
            (Number(options, "UnmappedMemberHandling") ?? (defaults == Strict ? 1 : 0)) == 1,
            Flag(options, "RespectRequiredConstructorParameters") ?? defaults == Strict,
            converters);
    }

    /// <summary>A text that two compilations share exactly where JSON has the same form by these settings.</summary>
    public string ToText() => string.Join(
        " ",
        Naming, Ignore, Numbers, IncludesFields, IgnoresReadOnlyProperties, IgnoresReadOnlyFields, EnumsAreText, IsClosed, RequiresParameters,
        string.Join(",", Converters.Select(static converter => $"{Name(converter)} of {(JsonConverters.TakenBy(converter) is { } taken ? Name(taken) : "any")}")));

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static int? Number(AttributeData? options, string name) => Value(options, name) as int?;

    private static bool? Flag(AttributeData? options, string name) => Value(options, name) as bool?;

    private static object? Value(AttributeData? options, string name) =>
        options?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value is { Kind: not TypedConstantKind.Array } constant ? constant.Value : null;
}
