using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Parsing;

/// <summary>What the name of an attribute, as it is written, can stand for.</summary>
internal static class WrittenAttribute
{
    public const string Suffix = "Attribute";

    /// <summary>The last part of the name: <c>Event</c>, <c>EventAttribute</c>, or an alias.</summary>
    public static string LastName(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        _ => ((SimpleNameSyntax)name).Identifier.ValueText,
    };

    /// <summary>Whether the last part of a name, unless it is an alias, can be that of the attribute.</summary>
    /// <remarks>The full name ends in <c>.EventAttribute</c>; the name as written is that, with or without the suffix.</remarks>
    public static bool MayBe(string attribute, string lastName)
    {
        int start = attribute.LastIndexOf('.') + 1;
        int length = attribute.Length - start;
        return (lastName.Length == length || lastName.Length == length - Suffix.Length)
            && string.CompareOrdinal(attribute, start, lastName, 0, lastName.Length) == 0;
    }
}
