using System.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>The names of types that need no care. A project names thousands, and the compiler's own way to a name costs many times as much.</summary>
/// <remarks>
/// Only what cannot be written otherwise is plain: names that begin with a capital, which no keyword does, of types without tuples, native integers
/// and type parameters. For anything else the compiler is asked. Thread safe.
/// </remarks>
internal static class PlainName
{
    [ThreadStatic]
    private static StringBuilder? t_text;

    /// <summary>The type as code names it; <see langword="null"/> when it is not plain.</summary>
    /// <param name="type">The type.</param>
    /// <param name="annotated">With the nullability of reference types.</param>
    public static string? Global(ITypeSymbol type, bool annotated)
    {
        var text = Begin();
        return WriteType(type, annotated, text) ? text.ToString() : null;
    }

    /// <summary>The type as people name it; <see langword="null"/> when it is not plain.</summary>
    public static string? Full(ISymbol symbol)
    {
        var text = Begin();
        return symbol is INamedTypeSymbol { Arity: 0, SpecialType: not (SpecialType.System_IntPtr or SpecialType.System_UIntPtr) } type && WriteFull(type, text) ? text.ToString() : null;
    }

    private static StringBuilder Begin() => (t_text ??= new StringBuilder()).Clear();

    private static bool WriteType(ITypeSymbol type, bool annotated, StringBuilder text)
    {
        if (type is not INamedTypeSymbol { TypeKind: not TypeKind.Error, IsTupleType: false, IsUnboundGenericType: false } named) return false;
        if (named.IsNullableValue())
        {
            if (!WriteType(named.TypeArguments[0], annotated, text)) return false;
            text.Append('?');
            return true;
        }

        if (named.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr) return false;
        if (Keyword(named.SpecialType) is { } keyword) text.Append(keyword);
        else if (!WriteQualified(named, annotated, text.Append("global::"))) return false;
        if (annotated && named is { NullableAnnotation: NullableAnnotation.Annotated, IsValueType: false }) text.Append('?');
        return true;
    }

    private static bool WriteQualified(INamedTypeSymbol type, bool annotated, StringBuilder text)
    {
        bool isWritten = type.ContainingType is { } outer
            ? !outer.IsUnboundGenericType && WriteQualified(outer, annotated, text) && WriteName(type, text.Append('.'))
            : WriteSpace(type.ContainingNamespace, text) && WriteName(type, text);
        if (!isWritten || type.Arity == 0) return isWritten;

        for (int i = 0; i < type.TypeArguments.Length; i++)
        {
            text.Append(i == 0 ? "<" : ", ");
            if (!WriteType(type.TypeArguments[i], annotated, text)) return false;
        }

        text.Append('>');
        return true;
    }

    private static bool WriteFull(INamedTypeSymbol type, StringBuilder text)
    {
        if (type.Arity > 0 || type.TypeKind == TypeKind.Error) return false;
        return type.ContainingType is { } outer
            ? WriteFull(outer, text) && WriteName(type, text.Append('.'))
            : WriteSpace(type.ContainingNamespace, text) && WriteName(type, text);
    }

    private static bool WriteSpace(INamespaceSymbol? space, StringBuilder text)
    {
        if (space is null or { IsGlobalNamespace: true }) return space is not null;
        if (!WriteSpace(space.ContainingNamespace, text) || !WriteName(space, text)) return false;
        text.Append('.');
        return true;
    }

    private static bool WriteName(ISymbol symbol, StringBuilder text)
    {
        string name = symbol.Name;
        if (name.Length == 0 || name[0] is not (>= 'A' and <= 'Z')) return false;
        text.Append(name);
        return true;
    }

    private static string? Keyword(SpecialType type) => type switch
    {
        SpecialType.System_Object => "object",
        SpecialType.System_String => "string",
        SpecialType.System_Boolean => "bool",
        SpecialType.System_Char => "char",
        SpecialType.System_SByte => "sbyte",
        SpecialType.System_Byte => "byte",
        SpecialType.System_Int16 => "short",
        SpecialType.System_UInt16 => "ushort",
        SpecialType.System_Int32 => "int",
        SpecialType.System_UInt32 => "uint",
        SpecialType.System_Int64 => "long",
        SpecialType.System_UInt64 => "ulong",
        SpecialType.System_Single => "float",
        SpecialType.System_Double => "double",
        SpecialType.System_Decimal => "decimal",
        SpecialType.System_Void => "void",
        _ => null,
    };
}
