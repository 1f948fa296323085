using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace EventGen.Outbox.Tables;

/// <summary>Texts as every database can keep them.</summary>
internal static class StoredText
{
    /// <summary>The text without what UTF-8 columns cannot hold: NUL, and halves of surrogate pairs, become U+FFFD.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Clean(string? text)
    {
        if (text is null || IsClean(text)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(rune.Value == 0 ? "\uFFFD" : rune.ToString());
        return clean.ToString();
    }

    private static bool IsClean(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) return false;
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
