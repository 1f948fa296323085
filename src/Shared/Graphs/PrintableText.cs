using System.Globalization;
using System.Text;

namespace EventGen.Graphs;

/// <summary>Text of others, made safe to show: without characters that move a cursor, turn the direction of what follows, or cannot be seen.</summary>
internal static class PrintableText
{
    /// <summary>The text on one line, with U+FFFD in the place of each character that is not printable. XML 1.0 allows what is left.</summary>
    public static string Of(string text)
    {
        if (text.EnumerateRunes().All(IsPrintable) && !text.Contains('\uFFFD', StringComparison.Ordinal)) return text;
        var printable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) printable.Append(IsPrintable(rune) ? rune.ToString() : "\uFFFD");
        return printable.ToString();
    }

    /// <summary>Whether a character is seen where it stands.</summary>
    public static bool IsPrintable(Rune character) => Rune.GetUnicodeCategory(character) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);
}
