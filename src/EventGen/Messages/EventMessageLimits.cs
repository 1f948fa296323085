namespace EventGen;

/// <summary>How large a message from outside may be. Immutable.</summary>
public sealed record EventMessageLimits
{
    // Names, quotation marks, id, type and times of a message, and room to spare.
    private const int EnvelopeBytes = 64 * 1024;

    // How many texts there are besides the headers: the parts of the metadata, the key and the origin.
    private const int Texts = 8;

    /// <summary>The limits that hold where none are given.</summary>
    public static EventMessageLimits Default { get; } = new();

    /// <summary>The payload's size.</summary>
    /// <value>In bytes. Default: 1 MiB.</value>
    public int MaxPayloadBytes { get; init; } = 1024 * 1024;

    /// <summary>How many headers the metadata may have.</summary>
    /// <value>Default: 32.</value>
    public int MaxHeaders { get; init; } = EventMetadata.MaxHeaders;

    /// <summary>The length of a header's name, of its value, and of every other text of the metadata.</summary>
    /// <value>In characters. Default: 1024.</value>
    public int MaxHeaderLength { get; init; } = EventMetadata.MaxTextLength;

    /// <summary>The size of a whole message, in whichever form, whose parts are all as large as they may be.</summary>
    /// <value>In bytes: follows from the other limits.</value>
    public long MaxMessageBytes => AtMost(MaxPayloadBytes + (Int128)MaxHeadersText + 9 * Texts * (Int128)MaxHeaderLength + EnvelopeBytes);

    /// <summary>All headers as the one text that they are in a CloudEvent, whose names and values are escaped: a character becomes nine at most.</summary>
    internal long MaxHeadersText => AtMost(9 * (Int128)MaxHeaders * (2 * (Int128)MaxHeaderLength + 2));

    private static long AtMost(Int128 size) => size > long.MaxValue ? long.MaxValue : (long)size;
}
