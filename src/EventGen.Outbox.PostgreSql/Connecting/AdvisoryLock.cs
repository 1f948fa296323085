using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EventGen.Outbox.PostgreSql;

/// <summary>The numbers of advisory locks. They hold for a database, whose other users have numbers too: these are hashes of long names.</summary>
internal static class AdvisoryLock
{
    /// <summary>The number of a lock.</summary>
    public static long Key(TableNames names, params string[] parts) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"EventGen.Outbox\n{names.Plain("")}\n{string.Join('\n', parts)}")));
}
