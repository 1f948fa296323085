using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads a constructor's parameter as a part of the payload.</summary>
internal static class PartParser
{
    // The caller of the overload is the caller meant, so these are repeated on it.
    private static readonly string[] s_callerAttributes =
    [
        FrameworkNames.CallerMemberNameAttribute,
        FrameworkNames.CallerFilePathAttribute,
        FrameworkNames.CallerLineNumberAttribute,
    ];

    /// <param name="parameter">The parameter.</param>
    /// <param name="name">What it is called in the overloads, escaped.</param>
    /// <param name="comment">What it means; empty when nothing says so.</param>
    /// <param name="nameOf">What the constructor's parameter of a name is called there; <see langword="null"/> when there is none.</param>
    /// <param name="aliases">The project's extern aliases.</param>
    public static PartModel Parse(IParameterSymbol parameter, string name, string comment, Func<string, string?> nameOf, ExternAliases aliases)
    {
        bool byAttribute = NeedsAttribute(parameter);
        return new(
            name,
            parameter.Type.Annotated(aliases),
            $"{CallerAttributes(parameter, nameOf)}{(byAttribute ? DefaultAttributes(parameter) : "")}",
            byAttribute ? null : DefaultOf(parameter, aliases),
            // Lists and spans after "params" need C# 13.
            parameter.IsParams && parameter.Type is IArrayTypeSymbol,
            comment);
    }

    /// <summary>The text of the parameter's default value; <see langword="null"/> when it has none.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="aliases">The project's extern aliases.</param>
    public static string? DefaultOf(IParameterSymbol parameter, ExternAliases aliases)
    {
        if (!parameter.HasExplicitDefaultValue) return null;
        var type = parameter.Type.IsNullableValue() ? ((INamedTypeSymbol)parameter.Type).TypeArguments[0] : parameter.Type;
        return parameter.ExplicitDefaultValue switch
        {
            null when parameter.Type.IsNullableValue() => "null",
            null when parameter.Type.IsValueType => "default",
            null when parameter.Type.NullableAnnotation == NullableAnnotation.Annotated => "null",
            null => "null!",
            { } value when type.TypeKind == TypeKind.Enum => EnumText((INamedTypeSymbol)type, value, aliases),
            { } value => CSharpText.Constant(value),
        };
    }

    private static string CallerAttributes(IParameterSymbol parameter, Func<string, string?> nameOf)
    {
        string attributes = string.Concat(s_callerAttributes.Where(parameter.HasAttribute).Select(static attribute => $"[global::{attribute}] "));
        return parameter.FindAttribute(FrameworkNames.CallerArgumentExpressionAttribute)?.FirstText() is { } of && nameOf(of) is { } name
            ? $"{attributes}[global::{FrameworkNames.CallerArgumentExpressionAttribute}({CSharpText.Literal(name.TrimStart('@'))})] "
            : attributes;
    }

    // "object value = 5" is no C#: a default that is no constant of the parameter's type comes from attributes.
    private static bool NeedsAttribute(IParameterSymbol parameter) =>
        parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: not null, Type: { IsReferenceType: true, SpecialType: not SpecialType.System_String } };

    private static string DefaultAttributes(IParameterSymbol parameter) =>
        $"[global::System.Runtime.InteropServices.Optional, global::System.Runtime.InteropServices.DefaultParameterValue({CSharpText.Constant(parameter.ExplicitDefaultValue!)})] ";

    private static string? EnumText(INamedTypeSymbol type, object value, ExternAliases aliases)
    {
        var member = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(
            field => field.HasConstantValue && Equals(field.ConstantValue, value) && !field.HasAttribute(FrameworkNames.ObsoleteAttribute));
        return member is null
            ? $"({type.Global(aliases)})({CSharpText.Constant(value)})"
            : $"{type.Global(aliases)}.{CSharpText.Identifier(member.Name)}";
    }
}
