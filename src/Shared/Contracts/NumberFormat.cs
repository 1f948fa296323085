namespace EventGen.EventContracts;

/// <summary>The numbers of .NET: what their formats are called, what they hold, and which holds all of another.</summary>
internal sealed class NumberFormat
{
    private static readonly Dictionary<string, NumberFormat> s_known = new NumberFormat[]
    {
        new("int8", 7, isSigned: true, "-128", "127"),
        new("uint8", 8, isSigned: false, "0", "255"),
        new("int16", 15, isSigned: true, "-32768", "32767"),
        new("uint16", 16, isSigned: false, "0", "65535"),
        new("int32", 31, isSigned: true, "-2147483648", "2147483647"),
        new("uint32", 32, isSigned: false, "0", "4294967295"),
        new("int64", 63, isSigned: true, "-9223372036854775808", "9223372036854775807"),
        new("uint64", 64, isSigned: false, "0", "18446744073709551615"),
        new("int128", 127, isSigned: true, "", ""),
        new("uint128", 128, isSigned: false, "0", ""),
        new("float16", 11, isSigned: true, "-65504", "65504", floatRank: 1),
        new("float", 24, isSigned: true, "", "", floatRank: 2),
        new("double", 53, isSigned: true, "", "", floatRank: 3),
        new("decimal", 96, isSigned: true, "-79228162514264337593543950335", "79228162514264337593543950335", isDecimal: true),
    }.ToDictionary(static format => format.Name, StringComparer.Ordinal);

    // The integers from 0 to two to the power of this are all exact.
    private readonly int _bits;
    private readonly bool _isSigned;
    private readonly int _floatRank;
    private readonly bool _isDecimal;

    private NumberFormat(string name, int bits, bool isSigned, string minimum, string maximum, int floatRank = 0, bool isDecimal = false)
    {
        (Name, _bits, _isSigned, Minimum, Maximum, _floatRank, _isDecimal) = (name, bits, isSigned, minimum, maximum, floatRank, isDecimal);
    }

    public string Name { get; }

    /// <summary>The least number; empty when it is beyond what validators compare exactly.</summary>
    public string Minimum { get; }

    /// <summary>The greatest number; empty when it is beyond what validators compare exactly.</summary>
    public string Maximum { get; }

    /// <summary>Whether it holds integers alone.</summary>
    public bool IsInteger => _floatRank == 0 && !_isDecimal;

    /// <summary>The format of that name; <see langword="null"/> when it is none of a number.</summary>
    public static NumberFormat? Find(string name) => s_known.TryGetValue(name, out var format) ? format : null;

    /// <summary>Whether each number of this format is one of the other too, without loss.</summary>
    public bool FitsIn(NumberFormat other)
    {
        if (Name == other.Name) return true;
        if (IsInteger) return _bits <= other._bits && (!_isSigned || other._isSigned);
        return _floatRank > 0 && _floatRank < other._floatRank;
    }
}
