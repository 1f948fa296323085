using System.Buffers;
using System.Text.Json;
using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>An entry of a stream, as far as it concerns us.</summary>
/// <param name="Id">Its place in the stream.</param>
/// <param name="Group">The group of the application that published it; <see langword="null"/> when it did not say.</param>
/// <param name="Data">The message; <see langword="null"/> in an entry of somebody else's, and where it is too large to be fetched.</param>
/// <param name="Deliveries">How often it has been delivered, this time included.</param>
/// <param name="Size">How large the message is, in bytes, whether it was fetched or not.</param>
/// <param name="Others">Names and values in turn of an entry that has no message; <see langword="null"/> where they are too large to be fetched.</param>
internal readonly record struct ReceivedEntry(string Id, string? Group, byte[]? Data, long Deliveries, long Size, RedisValue[]? Others)
{
    public const string GroupField = "group";
    public const string DataField = "data";

    /// <summary>The entries of a read of one stream, which nobody has had before.</summary>
    public static ReceivedEntry[] OfRead(RedisResult reply)
    {
        if (reply.IsNull || reply.Length == 0) return [];

        // RESP3 answers with a map, which reads as (key, entries); RESP2 with an array of such pairs.
        var entries = reply.Resp3Type == ResultType.Map ? reply[1] : reply[0][1];
        return OfRange(entries);
    }

    /// <summary>The entries of a range: an array of (id, array of names and values). One that was deleted has no fields, and is left out.</summary>
    public static ReceivedEntry[] OfRange(RedisResult entries)
    {
        var read = new ReceivedEntry[Math.Max(entries.Length, 0)];
        int count = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            if (!entry.IsNull && !entry[1].IsNull) read[count++] = Read((string)entry[0]!, (RedisValue[])entry[1]!);
        }

        return count == read.Length ? read : read[..count];
    }

    /// <summary>The entries of a claim: an array of (id, deliveries, size, group, data, names and values of one without data).</summary>
    public static ReceivedEntry[] OfClaim(RedisResult entries)
    {
        var claimed = new ReceivedEntry[Math.Max(entries.Length, 0)];
        for (int i = 0; i < claimed.Length; i++)
        {
            var entry = entries[i];
            claimed[i] = new ReceivedEntry((string)entry[0]!, (string?)entry[3], (byte[]?)entry[4], (long)entry[1], (long)entry[2], (RedisValue[]?)entry[5]);
        }

        return claimed;
    }

    /// <summary>An entry without a message, as JSON: its id, and the fields that it has instead. What is no text is replaced in it. Nothing where the fields are not known, or over the limit.</summary>
    /// <param name="limit">How long it may be, in bytes.</param>
    public ReadOnlyMemory<byte> Keep(long limit)
    {
        if (Others is not { Length: > 1 } || Others.Sum(static part => part.Length()) > limit) return default;
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("entry"u8, Id);
            writer.WriteStartObject("fields"u8);
            for (int i = 0; i + 1 < Others.Length; i += 2) writer.WriteString((string)Others[i]!, (string?)Others[i + 1]);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return json.WrittenMemory;
    }

    private static ReceivedEntry Read(string id, RedisValue[] fields)
    {
        string? group = null;
        byte[]? data = null;
        for (int i = 0; i + 1 < fields.Length; i += 2)
        {
            // As bytes, as what comes from the server is: two values are compared as numbers first.
            var name = ((ReadOnlyMemory<byte>)fields[i]).Span;
            if (name.SequenceEqual("group"u8)) group = fields[i + 1];
            else if (name.SequenceEqual("data"u8)) data = fields[i + 1];
        }

        return new ReceivedEntry(id, group, data, Deliveries: 1, data?.Length ?? 0, data is null ? fields : null);
    }
}
