using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Parsing;

/// <summary>Reads texts of XML documentation comments, as plain text on one line.</summary>
/// <remarks>
/// From the comment itself, not from the symbol: a project that writes no documentation file does not parse its
/// documentation comments, and what is generated must not depend on that.
/// </remarks>
internal static class DocComment
{
    /// <summary>The summary of a type or member; empty when it has none.</summary>
    public static string Summary(ISymbol symbol, CancellationToken cancellationToken) =>
        Text(symbol, "summary", wanted: null, cancellationToken);

    /// <summary>What a constructor's comment, of a primary one the type's, says of a parameter; empty when it says nothing.</summary>
    public static string Parameter(IMethodSymbol constructor, string name, CancellationToken cancellationToken) =>
        Text(constructor, "param", element => (string?)element.Attribute("name") == name, cancellationToken);

    /// <summary>The example of a type or member, as it is written; empty when it has none.</summary>
    public static string Example(ISymbol symbol, CancellationToken cancellationToken) =>
        Text(symbol, "example", wanted: null, cancellationToken);

    // Of several declarations the first that says something.
    private static string Text(ISymbol symbol, string element, Func<XElement, bool>? wanted, CancellationToken cancellationToken)
    {
        foreach (var reference in symbol.PartsInOrder())
        {
            string comment = CommentBefore(reference.GetSyntax(cancellationToken), $"<{element}");
            if (comment.Length > 0 && Read(comment, element, wanted) is { Length: > 0 } text) return text;
        }

        return "";
    }

    // Each part of a payload asks the comment of the whole, and most comments say nothing of parts: only one that has the tag is taken to pieces.
    private static string CommentBefore(SyntaxNode declaration, string tag)
    {
        // Above a record's parameter there is no place for one: what says something of it is the type's.
        if (declaration is ParameterSyntax) return "";

        var leading = (declaration.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? declaration).GetLeadingTrivia();
        if (!leading.Any(trivia => trivia.Kind() is not (SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia) && trivia.ToFullString().Contains(tag))) return "";

        StringBuilder? comment = null;
        foreach (var trivia in leading)
        {
            if (trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia) continue;
            string text = trivia.ToFullString();
            if (text.StartsWith("///", StringComparison.Ordinal) && !text.StartsWith("////", StringComparison.Ordinal)) AppendLines(text, "///", comment ??= new());
            else if (text.StartsWith("/**", StringComparison.Ordinal)) AppendLines(text.Substring(3).Replace("*/", ""), "*", comment ??= new());
        }

        return comment?.ToString() ?? "";
    }

    private static void AppendLines(string text, string prefix, StringBuilder comment)
    {
        foreach (string line in text.Split('\n'))
        {
            string words = line.Trim();
            comment.Append(words.StartsWith(prefix, StringComparison.Ordinal) ? words.Substring(prefix.Length) : words).Append('\n');
        }
    }

    private static string Read(string comment, string element, Func<XElement, bool>? wanted)
    {
        if (wanted is null && Sole(comment, element) is { } sole) return Words(sole);
        try
        {
            var found = XElement.Parse($"<doc>{comment}</doc>", LoadOptions.PreserveWhitespace).Elements(element).FirstOrDefault(wanted ?? (static _ => true));
            if (found is null) return "";
            var text = new StringBuilder();
            Append(found, text);
            return Words(text.ToString());
        }
        catch (XmlException)
        {
            return "";   // the compiler says what is wrong with the comment
        }
    }

    private static string Words(string text) => string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // Most comments are a summary and nothing else, and most summaries are words: they need no XML to be read. Null where the comment is any other.
    private static string? Sole(string comment, string element)
    {
        string trimmed = comment.Trim(), start = $"<{element}>", end = $"</{element}>";
        if (trimmed.Length < start.Length + end.Length || !trimmed.StartsWith(start, StringComparison.Ordinal) || !trimmed.EndsWith(end, StringComparison.Ordinal)) return null;

        string text = trimmed.Substring(start.Length, trimmed.Length - start.Length - end.Length);
        foreach (char c in text)
        {
            if (c is '<' or '>' or '&' or (< ' ' and not ('\t' or '\r' or '\n')) or >= '\uD800') return null;
        }

        return text;
    }

    private static void Append(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText words) text.Append(words.Value);
            else if (node is XElement { Name.LocalName: "inheritdoc" }) continue;   // says nothing itself
            else if (node is XElement { IsEmpty: true } reference) text.Append(NameIn(reference));
            else if (node is XElement nested) Append(nested, text.Append(nested.Name.LocalName == "para" ? " " : ""));
        }
    }

    // <see cref="Shop.Order"/> reads as "Order", <see langword="null"/> as "null", <br/> as a space.
    private static string NameIn(XElement reference)
    {
        string name = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("langword")
            ?? (string?)reference.Attribute("name") ?? (string?)reference.Attribute("href") ?? " ";
        int parameters = name.IndexOf('(');
        if (parameters >= 0) name = name.Substring(0, parameters);
        return reference.Attribute("cref") is null ? name : name.Substring(name.LastIndexOf('.') + 1);
    }
}
