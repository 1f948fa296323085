using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Parsing;

/// <summary>Reads where the value of a handler's or constructor's parameter comes from.</summary>
internal static class ArgumentParser
{
    /// <returns>Why nothing can be passed for the parameter; <see langword="null"/> when something can.</returns>
    public static Violation? Violation(IParameterSymbol parameter, ParseScope scope)
    {
        if (parameter.RefKind is not (RefKind.None or RefKind.In)) return new($"takes '{parameter.Name}' by reference", "pass it by value");
        if (parameter.Type.IsRefLikeType || parameter.Type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Dynamic)
            return new($"takes '{parameter.Name}' of type '{Name(parameter)}', which is no service", "take a service, the EventContext or the CancellationToken");
        if (ContainsTypeParameter(parameter.Type) || parameter.Type.TypeKind == TypeKind.Error || TypeAccessibility.CanName(parameter.Type, scope)) return null;
        return new($"takes '{parameter.Name}' of type '{Name(parameter)}', which generated code cannot name", "make the type internal or public");
    }

    public static ArgumentModel Parse(IParameterSymbol parameter, ExternAliases aliases)
    {
        if (parameter.Type.Is(RuntimeNames.Context)) return new(ArgumentKind.Context);
        return parameter.Type.Is(FrameworkNames.CancellationToken) ? new(ArgumentKind.Token) : ParseService(parameter, aliases);
    }

    /// <summary>Reads a parameter for which there is no event and perhaps no provider: a constructor's.</summary>
    public static ArgumentModel ParseService(IParameterSymbol parameter, ExternAliases aliases)
    {
        var type = parameter.Type;
        bool annotated = type.NullableAnnotation == NullableAnnotation.Annotated || type.IsNullableValue();
        string? otherwise = PartParser.DefaultOf(parameter, aliases);

        // No provider tells a value it does not have from one that is zero. Of its type, or another overload might be called.
        if (otherwise is not null && type.IsValueType)
            return new(ArgumentKind.Constant, Otherwise: otherwise == "default" ? $"default({type.Annotated(aliases)})" : $"({type.Annotated(aliases)})({otherwise})");

        string name = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).Annotated(aliases);
        string? key = parameter.FindAttribute(FrameworkNames.FromKeyedServicesAttribute) is { ConstructorArguments.Length: 1 } keyed
            ? KeyText(keyed.ConstructorArguments[0], aliases)
            : null;

        if (!annotated && otherwise is null) return new(ArgumentKind.Required, name, key);
        return new(ArgumentKind.Optional, name, key, otherwise switch
        {
            null or "null" => "",
            "null!" => "!",
            _ => $" ?? {otherwise}",
        });
    }

    private static string KeyText(TypedConstant key, ExternAliases aliases) => key switch
    {
        { IsNull: true } => "null",
        { Kind: TypedConstantKind.Type, Value: ITypeSymbol type } => $"typeof({type.TypeOf(aliases)})",
        { Kind: TypedConstantKind.Enum, Type: { } type } => $"({type.Global(aliases)})({CSharpText.Constant(key.Value!)})",
        // Boxed as the very type that was registered: (byte)1 is not 1.
        { Kind: TypedConstantKind.Primitive, Type: { } type, Value: sbyte or byte or short or ushort } => $"({type.Global(aliases)})({CSharpText.Constant(key.Value!)})",
        { Kind: TypedConstantKind.Primitive } => CSharpText.Constant(key.Value!) ?? key.ToCSharpString(),
        _ => key.ToCSharpString(),
    };

    private static string Name(IParameterSymbol parameter) => parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static bool ContainsTypeParameter(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol => true,
        IArrayTypeSymbol array => ContainsTypeParameter(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(ContainsTypeParameter),
        _ => false,
    };
}
