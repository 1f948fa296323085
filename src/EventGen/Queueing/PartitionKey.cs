using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace EventGen.CompilerServices;

/// <summary>The value of an event's key: which partition of the queue it takes, and its text on the wire. Made by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PartitionKey
{
    private readonly Kind _kind;
    private readonly string? _text;
    private readonly ulong _low;
    private readonly ulong _high;

    private PartitionKey(Kind kind, ulong partition, string? text = null, ulong low = 0, ulong high = 0)
    {
        _kind = kind;
        _text = text;
        _low = low;
        _high = high;
        Partition = partition == 0 ? 1 : partition;   // 0 is kept for "no key"
    }

    private enum Kind : byte { None, Text, Signed, Unsigned, Guid }

    /// <summary>
    /// The partition the key takes; 0 when there is no key. A 64-bit hash: two keys that share one lose a little
    /// parallelism, never their order.
    /// </summary>
    internal ulong Partition { get; }

    /// <summary>The key of a text; none for <see langword="null"/>.</summary>
    public static PartitionKey From(string? value) => value is null ? default : new(Kind.Text, Hash(value), value);

    /// <summary>The key of a signed integer or enum.</summary>
    public static PartitionKey From(long value) => new(Kind.Signed, Mix((ulong)value), low: (ulong)value);

    /// <summary>The key of an unsigned integer or enum.</summary>
    public static PartitionKey From(ulong value) => new(Kind.Unsigned, Mix(value), low: value);

    /// <summary>The key of a guid.</summary>
    public static PartitionKey From(Guid value)
    {
        var bits = Unsafe.BitCast<Guid, UInt128>(value);
        ulong low = (ulong)bits, high = (ulong)(bits >> 64);
        return new(Kind.Guid, Mix(low ^ Mix(high)), low: low, high: high);
    }

    /// <summary>The key as text, for the wire; <see langword="null"/> when there is none.</summary>
    public override string? ToString() => _kind switch
    {
        Kind.Text => _text,
        Kind.Signed => ((long)_low).ToString(CultureInfo.InvariantCulture),
        Kind.Unsigned => _low.ToString(CultureInfo.InvariantCulture),
        Kind.Guid => Unsafe.BitCast<UInt128, Guid>(new UInt128(_high, _low)).ToString(),
        _ => null,
    };

    // FNV-1a, 64 bit (http://www.isthe.com/chongo/tech/comp/fnv), over UTF-16 units.
    private static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text) hash = (hash ^ c) * 1099511628211;
        return hash;
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood 2014): neighbouring numbers land in unrelated partitions.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
