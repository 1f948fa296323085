using EventGen.Generators.Emission;
using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads a constructor's parameter as a part of the payload.</summary>
internal static class PartParser
{
    // The caller of the overload is the caller meant, so these are repeated on it.
    private static readonly string[] s_callerAttributes =
    [
        "System.Runtime.CompilerServices.CallerMemberNameAttribute",
        "System.Runtime.CompilerServices.CallerFilePathAttribute",
        "System.Runtime.CompilerServices.CallerLineNumberAttribute",
    ];

    public static PartModel Parse(IParameterSymbol parameter, string name, string comment) => new(
        name,
        parameter.Type.Annotated(),
        string.Concat(s_callerAttributes.Where(parameter.HasAttribute).Select(static attribute => $"[global::{attribute}] ")),
        DefaultOf(parameter),
        // Lists and spans after "params" need C# 13.
        parameter.IsParams && parameter.Type is IArrayTypeSymbol,
        comment);

    /// <summary>The text of the parameter's default value; <see langword="null"/> when it has none.</summary>
    public static string? DefaultOf(IParameterSymbol parameter)
    {
        if (!parameter.HasExplicitDefaultValue) return null;
        var type = parameter.Type.IsNullableValue() ? ((INamedTypeSymbol)parameter.Type).TypeArguments[0] : parameter.Type;
        return parameter.ExplicitDefaultValue switch
        {
            null when parameter.Type.IsNullableValue() => "null",
            null when parameter.Type.IsValueType => "default",
            null when parameter.Type.NullableAnnotation == NullableAnnotation.Annotated => "null",
            null => "null!",
            { } value when type.TypeKind == TypeKind.Enum => EnumText((INamedTypeSymbol)type, value),
            { } value => CSharpText.Constant(value),
        };
    }

    private static string? EnumText(INamedTypeSymbol type, object value)
    {
        var member = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(
            field => field.HasConstantValue && Equals(field.ConstantValue, value) && !field.HasAttribute(KnownNames.Obsolete));
        return member is null
            ? $"({type.Global()})({CSharpText.Constant(value)})"
            : $"{type.Global()}.{CSharpText.Identifier(member.Name)}";
    }
}
