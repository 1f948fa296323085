using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EventGen;

/// <summary>Times as they are on the wire.</summary>
internal static class Rfc3339
{
    private const int LongestTime = 64;

    // 2026-11-21T10:00:00
    private const int Seconds = 19;

    /// <summary>Reads an RFC 3339 time. One without an offset, which some systems write, is in UTC.</summary>
    /// <param name="text">The text. Of a fraction, what comes after the seventh digit, a tick, is left out. A leap second is the next one.</param>
    /// <param name="time">The time, in UTC.</param>
    /// <returns>False for any other text, and outside of the years 1 to 9999.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is < Seconds or > LongestTime) return false;
        if (text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't') || text[13] != ':' || text[16] != ':') return false;
        if (!TryRead(text[..4], 1, 9999, out int year) || !TryRead(text[5..7], 1, 12, out int month)
            || !TryRead(text[8..10], 1, DateTime.DaysInMonth(year, month), out int day) || !TryRead(text[11..13], 0, 23, out int hour)
            || !TryRead(text[14..16], 0, 59, out int minute) || !TryRead(text[17..19], 0, minute == 59 ? 60 : 59, out int second)) return false;

        if (!TryReadFraction(text, out long ticks, out int end) || !TryReadOffset(text[end..], out int offset)) return false;
        ticks += new DateTime(year, month, day, hour, minute, 0).Ticks + second * TimeSpan.TicksPerSecond - offset * TimeSpan.TicksPerMinute;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks) return false;
        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    /// <summary>Reads the text at which a reader stands, where it is short and has nothing escaped.</summary>
    public static bool TryParse(ref Utf8JsonReader json, out DateTimeOffset time)
    {
        time = default;
        var utf8 = json.ValueSpan;
        if (json.ValueIsEscaped || utf8.Length > LongestTime) return false;
        Span<char> text = stackalloc char[LongestTime];
        return Ascii.ToUtf16(utf8, text, out int length) == OperationStatus.Done && TryParse(text[..length], out time);
    }

    public static string ToText(DateTimeOffset time)
    {
        // The seventh digit is that of a tick; what is none at the end is left out, and so is a point with nothing behind it.
        Span<char> text = stackalloc char[LongestTime];
        time.UtcDateTime.TryFormat(text, out int length, "O", CultureInfo.InvariantCulture);
        var kept = text[..(length - 1)].TrimEnd('0');
        if (kept[^1] == '.') kept = kept[..^1];
        text[kept.Length] = 'Z';
        return text[..(kept.Length + 1)].ToString();
    }

    private static bool TryReadFraction(ReadOnlySpan<char> text, out long ticks, out int end)
    {
        (ticks, end) = (0, Seconds);
        if (text.Length == Seconds || text[Seconds] != '.') return true;
        long unit = TimeSpan.TicksPerSecond;
        for (end++; end < text.Length && char.IsAsciiDigit(text[end]); end++) ticks += (text[end] - '0') * (unit /= 10);
        return end > Seconds + 1;
    }

    // In minutes.
    private static bool TryReadOffset(ReadOnlySpan<char> text, out int offset)
    {
        offset = 0;
        if (text is "" or "Z" or "z") return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':') return false;
        if (!TryRead(text[1..3], 0, 23, out int hours) || !TryRead(text[4..], 0, 59, out int minutes)) return false;
        offset = (hours * 60 + minutes) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryRead(ReadOnlySpan<char> digits, int least, int most, out int value)
    {
        value = 0;
        foreach (char digit in digits)
        {
            if (!char.IsAsciiDigit(digit)) return false;
            value = value * 10 + digit - '0';
        }

        return value >= least && value <= most;
    }
}
