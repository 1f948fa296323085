namespace EventGen;

/// <summary>How large a message from outside may be. Immutable.</summary>
public sealed record EventMessageLimits
{
    // What surrounds the payload: 32 headers of twice 1 KiB, every character escaped, and room to spare.
    private const int EnvelopeBytes = 512 * 1024;

    /// <summary>The limits that hold where none are given.</summary>
    public static EventMessageLimits Default { get; } = new();

    /// <summary>The payload's size.</summary>
    /// <value>In bytes. Default: 1 MiB.</value>
    public int MaxPayloadBytes { get; init; } = 1024 * 1024;

    /// <summary>How many headers the metadata may have.</summary>
    /// <value>Default: 32.</value>
    public int MaxHeaders { get; init; } = 32;

    /// <summary>The length of a header's name, of its value, and of every other text of the metadata.</summary>
    /// <value>In characters. Default: 1024.</value>
    public int MaxHeaderLength { get; init; } = 1024;

    /// <summary>The size of a message as it comes: its payload and what surrounds it.</summary>
    /// <value>In bytes: <see cref="MaxPayloadBytes"/> and 512 KiB.</value>
    public long MaxMessageBytes => (long)MaxPayloadBytes + EnvelopeBytes;
}
