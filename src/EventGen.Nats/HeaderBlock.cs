using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace EventGen.Nats;

/// <summary>The headers of a NATS message, and the status that takes their place in what the server itself sends.</summary>
internal sealed class HeaderBlock
{
    // What a message of ours has; more make the list grow.
    private const int UsualHeaders = 12;

    private static readonly HeaderBlock s_empty = new(0, "", []);

    private readonly List<KeyValuePair<string, string>> _headers;

    private HeaderBlock(int status, string statusText, List<KeyValuePair<string, string>> headers) => (Status, StatusText, _headers) = (status, statusText, headers);

    /// <summary>Such as 408; 0 for none.</summary>
    public int Status { get; }

    /// <summary>What the server says to it.</summary>
    public string StatusText { get; }

    /// <summary>In their order; a name may come more than once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> All => _headers;

    /// <summary>The first value of a name, whatever its case; <see langword="null"/> for none.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in _headers)
                if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) return value;
            return null;
        }
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static HeaderBlock Parse(in ReadOnlySequence<byte> block) => block.IsSingleSegment ? Parse(block.FirstSpan) : Parse(block.ToArray());

    /// <summary>Reads headers. Lines that are none are passed over: whoever may publish decides what they hold.</summary>
    /// <param name="block">As the server sent them, with the first line; empty for none.</param>
    public static HeaderBlock Parse(ReadOnlySpan<byte> block)
    {
        if (!block.StartsWith("NATS/1.0"u8)) return s_empty;
        var first = NextLine(ref block)["NATS/1.0"u8.Length..].Trim((byte)' ');
        string text = "";
        if (Utf8Parser.TryParse(first, out int status, out int length)) text = Encoding.UTF8.GetString(first[length..].Trim((byte)' '));
        else status = 0;

        // Whoever writes headers writes them in the same order, so that the name that follows the one before is the first to be looked at.
        int known = 0;
        var headers = new List<KeyValuePair<string, string>>(UsualHeaders);
        while (!block.IsEmpty)
        {
            var line = NextLine(ref block);
            int colon = line.IndexOf((byte)':');
            if (colon > 0) headers.Add(new(HeaderNames.Of(line[..colon], ref known), HeaderNames.ValueOf(line[(colon + 1)..].Trim((byte)' '))));
        }

        return new HeaderBlock(status, text, headers);
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> block)
    {
        int end = block.IndexOf("\r\n"u8);
        var line = end < 0 ? block : block[..end];
        block = end < 0 ? default : block[(end + 2)..];
        return line;
    }
}
