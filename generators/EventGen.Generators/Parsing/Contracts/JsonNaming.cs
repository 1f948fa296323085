using System.Globalization;
using System.Text;

namespace EventGen.Generators.Parsing;

/// <summary>The naming policies of System.Text.Json, as a context names them. A test compares them with the real ones.</summary>
internal static class JsonNaming
{
    /// <param name="policy">The value of <c>JsonKnownNamingPolicy</c>.</param>
    /// <param name="name">The member's name.</param>
    public static string Apply(int policy, string name) => policy switch
    {
        1 => CamelCase(name),
        2 => Separated(name, '_', isLower: true),
        3 => Separated(name, '_', isLower: false),
        4 => Separated(name, '-', isLower: true),
        5 => Separated(name, '-', isLower: false),
        _ => name,
    };

    private static string CamelCase(string name)
    {
        if (name.Length == 0 || !char.IsUpper(name[0])) return name;
        char[] letters = name.ToCharArray();
        for (int i = 0; i < letters.Length; i++)
        {
            if (i == 1 && !char.IsUpper(letters[i])) break;
            if (i > 0 && i + 1 < letters.Length && !char.IsUpper(letters[i + 1])) break;
            letters[i] = char.ToLowerInvariant(letters[i]);
        }

        return new string(letters);
    }

    private static string Separated(string name, char separator, bool isLower)
    {
        var separated = new StringBuilder(name.Length + 8);
        UnicodeCategory? before = null;
        for (int i = 0; i < name.Length; i++)
        {
            char letter = name[i];
            var category = char.GetUnicodeCategory(letter);
            switch (category)
            {
                case UnicodeCategory.UppercaseLetter:
                    // The last capital of a run begins the next word: "XMLReader" is "xml_reader".
                    if (before is UnicodeCategory.LowercaseLetter
                        || (before is UnicodeCategory.UppercaseLetter && i + 1 < name.Length && char.IsLower(name[i + 1]))) separated.Append(separator);
                    separated.Append(isLower ? char.ToLowerInvariant(letter) : letter);
                    before = category;
                    break;
                case UnicodeCategory.LowercaseLetter or UnicodeCategory.DecimalDigitNumber:
                    separated.Append(!isLower && category == UnicodeCategory.LowercaseLetter ? char.ToUpperInvariant(letter) : letter);
                    before = UnicodeCategory.LowercaseLetter;
                    break;
                default:
                    separated.Append(letter);
                    before = null;
                    break;
            }
        }

        return separated.ToString();
    }
}
