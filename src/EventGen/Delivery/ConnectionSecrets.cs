using System.Text;

namespace EventGen;

/// <summary>
/// Keeps passwords of connection strings out of texts that the bus writes from exceptions: clients of databases and brokers name what they could not connect to, and a handler's exception
/// may repeat it.
/// </summary>
internal static class ConnectionSecrets
{
    private const string Mask = "***";

    private static readonly string[] s_keys = ["password", "pwd"];

    /// <summary>The text with a mask in the place of what stands behind <c>Password=</c> or <c>Pwd=</c>, and of the password or token in an address such as <c>amqp://user:password@host</c> or <c>nats://token@host</c>.</summary>
    public static string Hide(string text)
    {
        foreach (string key in s_keys) text = HideValues(text, key);
        return HideInAddresses(text);
    }

    /// <summary>An exception for a log, without passwords in its text.</summary>
    public static Exception Hide(Exception exception)
    {
        string text = ExceptionText.Of(exception), hidden = Hide(text);
        return hidden == text ? exception : new HiddenException(Hide(ExceptionText.MessageOf(exception)), hidden);
    }

    private static string HideValues(string text, string key)
    {
        StringBuilder? hidden = null;
        int copied = 0;
        for (int found = text.IndexOf(key, StringComparison.OrdinalIgnoreCase); found >= 0; found = text.IndexOf(key, found + 1, StringComparison.OrdinalIgnoreCase))
        {
            int value = SkipSpace(text, found + key.Length);
            if (value == text.Length || text[value] != '=') continue;
            value = SkipSpace(text, value + 1);
            int end = EndOf(text, value);
            if (end == value || value < copied) continue;
            (hidden ??= new StringBuilder()).Append(text, copied, value - copied).Append(Mask);
            copied = end;
        }

        return hidden is null ? text : hidden.Append(text, copied, text.Length - copied).ToString();
    }

    private static int SkipSpace(string text, int index)
    {
        while (index < text.Length && text[index] == ' ') index++;
        return index;
    }

    // As connection strings have it: in quotes, which are doubled inside, or up to the next semicolon.
    private static int EndOf(string text, int start)
    {
        if (start < text.Length && text[start] is '\'' or '"')
        {
            char quote = text[start];
            for (int i = start + 1; i < text.Length; i++)
            {
                if (text[i] != quote) continue;
                if (i + 1 == text.Length || text[i + 1] != quote) return i + 1;
                i++;
            }

            return text.Length;
        }

        int end = text.AsSpan(start).IndexOfAny(";\"\r\n");
        return end < 0 ? text.Length : start + end;
    }

    private static string HideInAddresses(string text)
    {
        StringBuilder? hidden = null;
        int copied = 0;
        for (int found = text.IndexOf("://", StringComparison.Ordinal); found >= 0; found = text.IndexOf("://", found + 3, StringComparison.Ordinal))
        {
            int at = EndOfUser(AddressIn(text.AsSpan(found + 3)));
            if (at <= 0) continue;

            // Alone, it may be a token.
            int colon = text.AsSpan(found + 3, at).IndexOf(':');
            if (at == colon + 1) continue;
            int value = found + 3 + colon + 1;
            (hidden ??= new StringBuilder()).Append(text, copied, value - copied).Append(Mask);
            copied = found + 3 + at;
        }

        return hidden is null ? text : hidden.Append(text, copied, text.Length - copied).ToString();
    }

    // Up to a space or the next address, such as that of another server of a list.
    private static ReadOnlySpan<char> AddressIn(ReadOnlySpan<char> rest)
    {
        int space = rest.IndexOfAny(" \t\r\n"), next = rest.IndexOf("://");
        int end = space < 0 ? next : next < 0 ? space : Math.Min(space, next);
        return end < 0 ? rest : rest[..end];
    }

    // Where the host begins: behind the last "@" before the path, or anywhere, where the password has a character of a path that is not escaped, as it must be.
    private static int EndOfUser(ReadOnlySpan<char> address)
    {
        int path = address.IndexOfAny('/', '?', '#');
        var authority = path < 0 ? address : address[..path];
        int at = authority.LastIndexOf('@');
        if (at >= 0 || path < 0 || authority is ['[', ..]) return at;
        int colon = authority.IndexOf(':');
        bool isPort = colon < 0 || !authority[(colon + 1)..].ContainsAnyExceptInRange('0', '9');
        return isPort ? -1 : address.LastIndexOf('@');
    }
}
