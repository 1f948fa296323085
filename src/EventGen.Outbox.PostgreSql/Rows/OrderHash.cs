using System.Security.Cryptography;
using System.Text;

namespace EventGen.Outbox.PostgreSql;

/// <summary>What stands for a text in an index, whose entries have a limit. Two texts of one hash share what is told apart by it, which does no harm.</summary>
internal static class OrderHash
{
    public static Guid Of(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(StoredText.Clean(text))).AsSpan(0, 16), bigEndian: true);

    /// <summary>The hashes of distinct keys, in the order in which all transactions lock them.</summary>
    public static Guid[] Sorted(IEnumerable<string> keys)
    {
        Guid[] hashes = [.. keys.Select(Of).Distinct()];
        Array.Sort(hashes);
        return hashes;
    }
}
