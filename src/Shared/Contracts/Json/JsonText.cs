using System.Globalization;
using System.Text;

namespace EventGen.EventContracts;

/// <summary>Texts as JSON writes them.</summary>
internal static class JsonText
{
    /// <summary>The text in quotes.</summary>
    public static string Quote(string text) => HasEscapes(text) ? Append(new StringBuilder(text.Length + 8), text).ToString() : $"\"{text}\"";

    /// <summary>Appends the text in quotes.</summary>
    public static StringBuilder Append(StringBuilder json, string text)
    {
        json.Append('"');
        if (HasEscapes(text)) AppendEscaped(json, text);
        else json.Append(text);
        return json.Append('"');
    }

    private static bool HasEscapes(string text)
    {
        foreach (char c in text)
        {
            if (c is '"' or '\\' || IsUnsafe(c)) return true;
        }

        return false;
    }

    // Half of a surrogate pair is no Unicode text; line separators would break a line for some readers.
    private static bool IsUnsafe(char c) => c is < ' ' or '\u007f' or '\u2028' or '\u2029' or (>= '\ud800' and <= '\udfff');

    private static void AppendEscaped(StringBuilder quoted, string text)
    {
        foreach (char c in text)
        {
            switch (c)
            {
                case '"':
                    quoted.Append("\\\"");
                    break;
                case '\\':
                    quoted.Append("\\\\");
                    break;
                case '\n':
                    quoted.Append("\\n");
                    break;
                case var _ when IsUnsafe(c):
                    quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    quoted.Append(c);
                    break;
            }
        }
    }
}
