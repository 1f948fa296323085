using System.Text;

namespace EventGen.Generators.Parsing;

/// <summary>The names an event gets from its type's name.</summary>
internal static class EventId
{
    private const string Suffix = "Event";

    /// <summary><c>OrderPlacedEvent</c> is <c>OrderPlaced</c>; a type named just <c>Event</c> keeps its name.</summary>
    public static string AccessorOf(string typeName) =>
        typeName.Length > Suffix.Length && typeName.EndsWith(Suffix, StringComparison.Ordinal)
            ? typeName.Substring(0, typeName.Length - Suffix.Length)
            : typeName;

    /// <summary><c>OrderPlaced</c> is <c>order.placed</c>, <c>HTTPRequestSent</c> is <c>http.request.sent</c>.</summary>
    public static string FromAccessor(string accessor)
    {
        var id = new StringBuilder(accessor.Length + 8);
        for (int i = 0; i < accessor.Length; i++)
        {
            char c = accessor[i];
            if (c == '_')
            {
                if (id.Length > 0 && id[id.Length - 1] != '.') id.Append('.');
                continue;
            }

            if (StartsWord(accessor, i) && id.Length > 0 && id[id.Length - 1] != '.') id.Append('.');
            id.Append(char.ToLowerInvariant(c));
        }

        return id.ToString().TrimEnd('.');
    }

    /// <summary>Whether the id is <c>[a-z0-9]+([.-][a-z0-9]+)*</c>.</summary>
    public static bool IsValid(string id)
    {
        bool afterWord = false;
        foreach (char c in id)
        {
            if (c is >= 'a' and <= 'z' or >= '0' and <= '9') afterWord = true;
            else if (c is '.' or '-' && afterWord) afterWord = false;
            else return false;
        }

        return afterWord;
    }

    /// <summary>A well-formed id that resembles the malformed one; any well-formed id when none does.</summary>
    public static string Repair(string id)
    {
        const string Example = "order.placed";
        var repaired = new StringBuilder(id.Length);
        foreach (char c in FromAccessor(id))
        {
            if (c is >= 'a' and <= 'z' or >= '0' and <= '9') repaired.Append(c);
            else if (char.IsLetter(c)) return Example;
            else if (repaired.Length > 0 && repaired[repaired.Length - 1] != '.') repaired.Append('.');
        }

        string text = repaired.ToString().TrimEnd('.');
        return text.Length == 0 ? Example : text;
    }

    // A capital begins a word after a small letter or digit, and where a run of capitals meets a small letter.
    private static bool StartsWord(string name, int index)
    {
        if (index == 0 || !char.IsUpper(name[index])) return false;
        char before = name[index - 1];
        return !char.IsUpper(before) || (index + 1 < name.Length && char.IsLower(name[index + 1]));
    }
}
