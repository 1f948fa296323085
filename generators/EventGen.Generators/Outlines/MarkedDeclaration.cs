using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Outlines;

/// <summary>A declaration with attributes.</summary>
/// <param name="Declaration">The type or method.</param>
/// <param name="Attributes">The last part of each attribute's name, as written: <c>Event</c>, <c>EventAttribute</c>, or an alias.</param>
internal sealed record MarkedDeclaration(MemberDeclarationSyntax Declaration, IReadOnlyList<string> Attributes)
{
    private const string Suffix = "Attribute";

    /// <summary>
    /// Whether one of them can be the attribute of that name. An alias can stand for any attribute, so what it stands for
    /// is left to whoever knows symbols.
    /// </summary>
    public bool MayHave(string attribute, Func<string, bool> isAlias)
    {
        foreach (string name in Attributes)
        {
            if (Is(attribute, name) || isAlias(name) || isAlias(name + Suffix)) return true;
        }

        return false;
    }

    // The full name ends in ".EventAttribute"; the name as written is that, with or without the suffix.
    private static bool Is(string attribute, string name)
    {
        int start = attribute.LastIndexOf('.') + 1;
        int length = attribute.Length - start;
        return (name.Length == length || name.Length == length - Suffix.Length)
            && string.CompareOrdinal(attribute, start, name, 0, name.Length) == 0;
    }
}
