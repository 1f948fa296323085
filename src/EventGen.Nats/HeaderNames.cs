using System.Collections.Frozen;
using System.Text;

namespace EventGen.Nats;

/// <summary>The names of headers, and the values that hardly ever differ: made once instead of for each message.</summary>
internal static class HeaderNames
{
    /// <summary>By it a stream recognises a message that is published again.</summary>
    public const string MessageId = "Nats-Msg-Id";

    /// <summary>Which application published it: its handlers have handled it where it was emitted.</summary>
    public const string Group = "eventgen-group";

    /// <summary>Tells that a message is a CloudEvent in the binary form.</summary>
    public const string SpecVersion = "ce-specversion";

    private const string Prefix = "ce-";

    // In the order in which they are written.
    private static readonly (byte[] Utf8, string Text)[] s_names = [.. new[]
    {
        MessageId, Group, SpecVersion, "ce-id", "ce-source", "ce-type", "ce-time", "ce-dataversion", "ce-partitionkey", "ce-traceparent", "ce-tracestate", "ce-traceid", "ce-correlationid",
        "ce-causationid", "ce-userid", "ce-requestid", "ce-headers", "ce-via", "ce-origin", "ce-datacontenttype",
    }.Select(Utf8)];

    private static readonly (byte[] Utf8, string Text)[] s_values = [.. new[] { "1.0", "application/json" }.Select(Utf8)];

    private static readonly FrozenDictionary<string, string> s_ofAttributes =
        s_names.Select(static name => name.Text).Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(static name => name[Prefix.Length..], StringComparer.Ordinal);

    /// <summary>The name of the header for an attribute of a CloudEvent.</summary>
    public static string OfAttribute(string attribute) => s_ofAttributes.TryGetValue(attribute, out string? name) ? name : Prefix + attribute;

    /// <summary>A name that was received.</summary>
    /// <param name="name">Its bytes.</param>
    /// <param name="next">Where to look first: 0 at the beginning, and then what the call before has left.</param>
    public static string Of(ReadOnlySpan<byte> name, ref int next)
    {
        for (int i = 0; i < s_names.Length; i++)
        {
            int at = (next + i) % s_names.Length;
            if (!name.SequenceEqual(s_names[at].Utf8)) continue;
            next = (at + 1) % s_names.Length;
            return s_names[at].Text;
        }

        return Encoding.UTF8.GetString(name);
    }

    /// <summary>A value that was received.</summary>
    public static string ValueOf(ReadOnlySpan<byte> value)
    {
        foreach (var (utf8, text) in s_values)
            if (value.SequenceEqual(utf8)) return text;
        return Encoding.UTF8.GetString(value);
    }

    private static (byte[] Utf8, string Text) Utf8(string text) => (Encoding.UTF8.GetBytes(text), text);
}
