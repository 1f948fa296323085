using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>An entry of a stream, as far as it concerns us.</summary>
/// <param name="Id">Its place in the stream.</param>
/// <param name="Group">The group of the application that published it; <see langword="null"/> when it did not say.</param>
/// <param name="Data">The message; <see langword="null"/> in an entry of somebody else's.</param>
internal readonly record struct StreamEntry(string Id, string? Group, byte[]? Data)
{
    public const string GroupField = "group";
    public const string DataField = "data";

    /// <summary>The entries of a reply: an array of (id, array of names and values). One that was deleted has no fields, and is left out.</summary>
    public static IEnumerable<StreamEntry> ReadAll(RedisResult entries)
    {
        if (entries.IsNull) yield break;
        foreach (var entry in (RedisResult[])entries)
        {
            if (entry.IsNull) continue;
            var parts = (RedisResult[])entry;
            if (parts[1].IsNull) continue;
            yield return Read((string)parts[0], (RedisValue[])parts[1]);
        }
    }

    private static StreamEntry Read(string id, RedisValue[] fields)
    {
        string? group = null;
        byte[]? data = null;
        for (int i = 0; i + 1 < fields.Length; i += 2)
        {
            if (fields[i] == GroupField) group = fields[i + 1];
            else if (fields[i] == DataField) data = fields[i + 1];
        }

        return new StreamEntry(id, group, data);
    }
}
