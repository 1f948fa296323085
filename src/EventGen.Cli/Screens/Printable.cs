using System.Globalization;
using System.Text;
using EventGen.Graphs;

namespace EventGen.Cli.Screens;

/// <summary>Text of others, made safe for a terminal: no characters that move the cursor, set colours, turn the direction of what follows, or cannot be seen.</summary>
internal static class Printable
{
    /// <summary>Text that may have several lines.</summary>
    public static string Of(string text) => string.Join('\n', text.Split('\n').Select(PrintableText.Of));

    /// <summary>Text on one line.</summary>
    public static string Line(string text) => PrintableText.Of(text.ReplaceLineEndings(" "));

    /// <summary>JSON that means the same, with escapes in the place of such characters.</summary>
    public static string Json(string json)
    {
        var printable = new StringBuilder(json.Length);
        for (int at = 0; at < json.Length;)
        {
            int length = Rune.TryGetRuneAt(json, at, out var rune) ? rune.Utf16SequenceLength : 1;
            bool isKept = json[at] is '\n' or '\r' or '\t' || (rune.Value != 0 && PrintableText.IsPrintable(rune));
            for (int end = at + length; at < end; at++)
            {
                if (isKept) printable.Append(json[at]);
                else printable.Append(CultureInfo.InvariantCulture, $"\\u{(int)json[at]:x4}");
            }
        }

        return printable.ToString();
    }
}
