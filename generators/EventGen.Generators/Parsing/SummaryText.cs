using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads the text of a type's XML summary.</summary>
/// <remarks>
/// From the comment itself, not from the symbol: a project that writes no documentation file does not parse its
/// documentation comments, and the description must not depend on that.
/// </remarks>
internal static class SummaryText
{
    public static string Of(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        foreach (var reference in type.PartsInOrder())
        {
            string comment = CommentBefore(reference.GetSyntax(cancellationToken));
            if (comment.Length > 0 && Read(comment) is { Length: > 0 } summary) return summary;
        }

        return "";
    }

    private static string CommentBefore(SyntaxNode declaration)
    {
        var comment = new StringBuilder();
        foreach (var trivia in declaration.GetLeadingTrivia())
        {
            string text = trivia.ToFullString();
            if (text.StartsWith("///", StringComparison.Ordinal) && !text.StartsWith("////", StringComparison.Ordinal)) AppendLines(text, "///", comment);
            else if (text.StartsWith("/**", StringComparison.Ordinal)) AppendLines(text.Substring(3).Replace("*/", ""), "*", comment);
        }

        return comment.ToString();
    }

    private static void AppendLines(string text, string prefix, StringBuilder comment)
    {
        foreach (string line in text.Split('\n'))
        {
            string words = line.Trim();
            comment.Append(words.StartsWith(prefix, StringComparison.Ordinal) ? words.Substring(prefix.Length) : words).Append('\n');
        }
    }

    private static string Read(string comment)
    {
        try
        {
            var summary = XElement.Parse($"<doc>{comment}</doc>", LoadOptions.PreserveWhitespace).Element("summary");
            if (summary is null) return "";
            var text = new StringBuilder();
            Append(summary, text);
            return string.Join(" ", text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
        catch (XmlException)
        {
            return "";   // the compiler says what is wrong with the comment
        }
    }

    private static void Append(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText words) text.Append(words.Value);
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
