using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Text;

/// <summary>Makes identifiers of what need not be one: assembly names, root namespaces, options.</summary>
internal static class Identifiers
{
    /// <summary><c>Acme.Shop</c> is <c>AcmeShop</c>, <c>acme-shop</c> is <c>acme_shop</c>.</summary>
    public static string Join(string assemblyName)
    {
        string joined = Valid(string.Concat(assemblyName.Split('.')));
        return joined.Length == 0 ? "_" : joined;
    }

    /// <summary>A namespace with its keywords escaped; empty for the global one.</summary>
    public static string Namespace(string text) => string.Join(
        ".", text.Split('.').Select(static part => Valid(part.Trim())).Where(static part => part.Length > 0).Select(CSharpText.Identifier));

    /// <summary>The name that was asked for, made an identifier, or the default.</summary>
    public static string Name(string? asked, string otherwise) =>
        asked is not null && Valid(asked.Trim()) is { Length: > 0 } valid ? CSharpText.Identifier(valid) : otherwise;

    /// <summary>Whether the name, not escaped, is an identifier; the compiler would drop formatting characters of one.</summary>
    public static bool IsValid(string name) =>
        SyntaxFacts.IsValidIdentifier(name) && name.All(static c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format);

    /// <summary>An identifier, not escaped, that resembles the name that is none; the other one when nothing does.</summary>
    public static string Repair(string name, string otherwise) =>
        Valid(string.Concat(name.Trim().TrimStart('@').Where(static c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format))) is { Length: > 0 } valid
            ? valid
            : otherwise;

    private static string Valid(string text)
    {
        var valid = new StringBuilder(text.Length + 1);
        foreach (char c in text)
        {
            if (valid.Length == 0 && !SyntaxFacts.IsIdentifierStartCharacter(c)) valid.Append('_');
            if (SyntaxFacts.IsIdentifierPartCharacter(c)) valid.Append(c);
            else if (valid.Length == 0 || valid[valid.Length - 1] != '_') valid.Append('_');
        }

        return valid.ToString();
    }
}
