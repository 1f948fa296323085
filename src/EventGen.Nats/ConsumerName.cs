using System.Buffers;
using System.Text;

namespace EventGen.Nats;

/// <summary>Makes the name of a consumer of that of an application, which may be any text.</summary>
internal static class ConsumerName
{
    private static readonly SearchValues<char> s_allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <summary>The application's name; each character but letters, digits, <c>-</c> and <c>_</c> as its UTF-8 bytes, after a <c>=</c> in hexadecimal.</summary>
    /// <remarks>Not after a <c>%</c>: with one in the name of a consumer, nats-server 2.9 sends acknowledgement subjects that cannot be read.</remarks>
    public static string Of(string application)
    {
        if (!application.AsSpan().ContainsAnyExcept(s_allowed)) return application;
        var name = new StringBuilder();
        foreach (byte part in Encoding.UTF8.GetBytes(application))
        {
            if (part < 0x80 && s_allowed.Contains((char)part)) name.Append((char)part);
            else name.Append('=').Append(part.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return name.ToString();
    }
}
