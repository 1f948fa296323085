using System.Text;

namespace EventGen;

/// <summary>Text as an attribute of a CloudEvent may have it.</summary>
internal static class CloudEventText
{
    /// <summary>The text, with U+FFFD in place of each character that a CloudEvent forbids: control characters, noncharacters, half a surrogate pair.</summary>
    public static string Of(string text)
    {
        foreach (char c in text)
        {
            if (!IsAllowed(c) || char.IsSurrogate(c)) return Replace(text);
        }

        return text;
    }

    private static string Replace(string text)
    {
        var allowed = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())   // of half a surrogate pair it makes U+FFFD itself
            allowed.Append(IsAllowed(rune.Value) ? rune : Rune.ReplacementChar);
        return allowed.ToString();
    }

    private static bool IsAllowed(int c) =>
        c is >= 0x20 and not (>= 0x7F and <= 0x9F) and not (>= 0xFDD0 and <= 0xFDEF) && (c & 0xFFFE) != 0xFFFE;
}
