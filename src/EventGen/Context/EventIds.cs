using System.Buffers.Binary;
using System.Security.Cryptography;

namespace EventGen;

/// <summary>Makes the ids of events: UUID version 7, RFC 9562 section 5.7. Thread safe.</summary>
/// <remarks>
/// Random bits come from the system's generator, 4 KiB at a time for each thread, since one call for each id would be a
/// system call. Within a thread ids ascend: 26 bits after the time are a counter that starts at random in each
/// millisecond (section 6.2, method 1); 48 random bits follow.
/// </remarks>
internal static class EventIds
{
    private const int LowCounterBits = 14;
    private const int CounterLimit = 1 << (12 + LowCounterBits);

    [ThreadStatic] private static Source? t_source;

    public static Guid Next(DateTimeOffset now) => (t_source ??= new Source()).Next(now.ToUnixTimeMilliseconds());

    private sealed class Source
    {
        private readonly byte[] _random = new byte[4096];
        private int _used = 4096;
        private long _time;
        private int _counter;

        public Guid Next(long milliseconds)
        {
            ulong random = NextRandom();
            if (milliseconds > _time)
            {
                _time = milliseconds;
                _counter = (int)(random & (CounterLimit / 2 - 1));   // the upper half is left to count in
                random = NextRandom();
            }
            else if (++_counter == CounterLimit)
            {
                _time++;
                _counter = 0;
            }

            Span<byte> bytes = stackalloc byte[16];
            uint high = (uint)_counter >> LowCounterBits, low = (uint)_counter & ((1 << LowCounterBits) - 1);
            BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)_time << 16) | 0x7000 | high);
            BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], 0x8000_0000_0000_0000 | ((ulong)low << 48) | (random >> 16));
            return new Guid(bytes, bigEndian: true);
        }

        private ulong NextRandom()
        {
            if (_used == _random.Length)
            {
                RandomNumberGenerator.Fill(_random);
                _used = 0;
            }

            ulong value = BinaryPrimitives.ReadUInt64LittleEndian(_random.AsSpan(_used));
            _used += sizeof(ulong);
            return value;
        }
    }
}
