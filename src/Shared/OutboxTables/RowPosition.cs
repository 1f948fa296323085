using System.Buffers.Binary;

namespace EventGen.Outbox.Tables;

/// <summary>How positions are made: the application's rows are one range, first those that may wait for a claim, then those that are delivered from memory, then those that are scheduled.</summary>
/// <remarks>
/// A row is delivered from memory if it was leased when it was written, and takes no part in ordering. Its position comes from its id, so it needs neither a number nor an index to be found, and all such
/// rows are a range that is as small as the queues of the instances. As soon as such a row belongs to nobody it gets a number.
/// </remarks>
internal static class RowPosition
{
    private const int ApplicationShift = 48;

    private const long ScheduledOffset = 1L << 47;

    private const long FromMemory = 1L << 46;

    // Of the id: the end of its time in milliseconds, so that what is written together stands together, and then a hash of all of it, for an application may make ids that differ in any part.
    private const int HashBits = 30;
    private const ulong Mix = 0x9E37_79B9_7F4A_7C15;

    /// <summary>The condition for rows that are not delivered from memory, as the index of ids has it, which is used where it stands.</summary>
    /// <remarks>The index of states has it in other words: a planner that knows nothing of the tables could take either index for the other, and read all of it.</remarks>
    public static string IsInIdIndex(string? table = null) => $"({Column(table)} & {FromMemory}) = 0";

    /// <summary>The same condition as the index of states has it.</summary>
    public static string IsInStateIndex(string? table = null) => $"({FromMemory} & {Column(table)}) = 0";

    /// <summary>Below every position of the application.</summary>
    public static long First(long application) => application << ApplicationShift;

    /// <summary>Above every position of its rows that may wait for a claim, below those of the rows that are delivered from memory.</summary>
    public static long FirstFromMemory(long application) => First(application) + FromMemory;

    /// <summary>Above every position of its pending rows, below those of the scheduled ones.</summary>
    public static long FirstScheduled(long application) => First(application) + ScheduledOffset;

    /// <summary>Above every position of the application.</summary>
    public static long End(long application) => First(application + 1);

    /// <summary>The position of a row that may wait for a claim.</summary>
    /// <param name="application">The application's number.</param>
    /// <param name="number">Counts the application's rows.</param>
    /// <param name="isScheduled">Whether its first due time is to come.</param>
    public static long Of(long application, long number, bool isScheduled) => (isScheduled ? FirstScheduled(application) : First(application)) + number;

    /// <summary>The position of a row that is delivered from memory. Another one may have it, though hardly ever. What it is made of stays as it is: the tables have such positions.</summary>
    /// <param name="application">The application's number.</param>
    /// <param name="id">The row's id.</param>
    public static long OfMemory(long application, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        ulong high = BinaryPrimitives.ReadUInt64BigEndian(bytes), low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        ulong hash = unchecked(((high * Mix) ^ low) * Mix) >> (64 - HashBits);
        return FirstFromMemory(application) + ((long)((high >> 16) & 0xFFFF) << HashBits) + (long)hash;
    }

    /// <summary>Whether a row is delivered from memory.</summary>
    public static bool IsFromMemory(long position) => (position & FromMemory) != 0;

    private static string Column(string? table) => table is null ? "position" : $"{table}.position";
}
