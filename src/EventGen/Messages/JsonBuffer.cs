using System.Buffers;
using System.Text.Json;

namespace EventGen;

/// <summary>Where JSON is written before its length is known. One instance serves a thread, for one text after the other.</summary>
internal sealed class JsonBuffer : IDisposable
{
    private const int First = 1024;
    private const int MaxPooledBytes = 64 * 1024;

    [ThreadStatic]
    private static JsonBuffer? t_spare;

    private readonly ArrayBufferWriter<byte> _bytes = new(First);

    private JsonBuffer() => Writer = new Utf8JsonWriter(_bytes);

    public Utf8JsonWriter Writer { get; }

    /// <summary>To be used for one text, and disposed.</summary>
    public static JsonBuffer Rent()
    {
        var buffer = t_spare ?? new JsonBuffer();
        t_spare = null;
        return buffer;
    }

    /// <summary>What has been written.</summary>
    public byte[] ToArray()
    {
        Writer.Flush();
        return _bytes.WrittenSpan.ToArray();
    }

    public void Dispose()
    {
        if (_bytes.Capacity > MaxPooledBytes) return;   // a large one is not kept for small ones
        _bytes.ResetWrittenCount();
        Writer.Reset();
        t_spare = this;
    }
}
