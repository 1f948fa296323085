namespace EventGen;

/// <summary>
/// What each name must be that a user gives: of an application, an instance, a publisher, a group, a channel or a handler. Names are keys in tables and on servers, and
/// stand on one line of a log, a terminal or a page.
/// </summary>
internal static class NameRule
{
    /// <summary>What is wrong with a name, as a sentence that does not repeat it; <see langword="null"/> when nothing is.</summary>
    /// <param name="setting">What the sentence calls it.</param>
    /// <param name="name">The name.</param>
    public static string? Fault(string setting, string name)
    {
        if (string.IsNullOrWhiteSpace(name)) return $"{setting} is blank; give it a name that can be seen.";
        for (int i = 0; i < name.Length; i++)
        {
            char character = name[i];
            if (char.IsSurrogatePair(name, i)) i++;
            else if (char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029' || IsDirection(character))
                return $"{setting} has a line break, another control character or half of a character, U+{(int)character:X4}; remove it.";
        }

        return null;
    }

    // The marks, embeddings, overrides and isolates of the bidirectional algorithm (Unicode Standard Annex 9): they turn the text around the name.
    private static bool IsDirection(char character) => character is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>Refuses what is no name.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">It is blank, or has a control character.</exception>
    public static void Check(string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        if (Fault("The name", name) is { } fault) throw new ArgumentException(fault, parameter);
    }
}
