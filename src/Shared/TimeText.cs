namespace EventGen;

/// <summary>Reads times as configurations and attributes write them. Compiled into each assembly that reads some.</summary>
internal static class TimeText
{
    /// <summary>The form, for messages.</summary>
    public const string Form = "hh:mm:ss.fff";

    /// <summary>What a setting must be, for messages.</summary>
    public const string Expected = "a time such as 00:00:30, or 1.00:00:00 for a day";

    /// <summary>Reads <c>hh:mm:ss</c>, with days in front, <c>1.00:00:00</c>, and fractions of a second behind, <c>00:00:00.250</c>.</summary>
    /// <remarks>
    /// <see cref="TimeSpan.TryParse(string, out TimeSpan)"/> takes more, and means other things by it than people do: 30 are
    /// days, 00:30 is half an hour, 24:00:00 are 24 days.
    /// </remarks>
    /// <param name="text">The text; no time is read from <see langword="null"/>.</param>
    /// <param name="time">The time, below zero behind a minus sign.</param>
    /// <returns>False when the text has another form, or a part of it is out of its range.</returns>
    public static bool TryParse(string? text, out TimeSpan time)
    {
        time = default;
        if (text is null) return false;
        text = text.Trim();
        int at = 0;
        bool isNegative = Skip(text, ref at, '-');

        if (!TryRead(text, ref at, 1, 8, out long first)) return false;
        long days = 0, hours = first;
        if (Skip(text, ref at, '.'))
        {
            days = first;
            if (!TryRead(text, ref at, 2, 2, out hours)) return false;
        }
        else if (at - (isNegative ? 1 : 0) > 2)
        {
            return false;
        }

        if (!Skip(text, ref at, ':') || !TryRead(text, ref at, 2, 2, out long minutes)) return false;
        if (!Skip(text, ref at, ':') || !TryRead(text, ref at, 2, 2, out long seconds)) return false;
        if (days > TimeSpan.MaxValue.Days - 1 || hours > 23 || minutes > 59 || seconds > 59) return false;

        long fraction = 0;
        if (Skip(text, ref at, '.'))
        {
            int start = at;
            if (!TryRead(text, ref at, 1, 7, out fraction)) return false;
            for (int digits = at - start; digits < 7; digits++) fraction *= 10;
        }

        if (at != text.Length) return false;
        long ticks = (((((days * 24) + hours) * 60) + minutes) * 60 + seconds) * TimeSpan.TicksPerSecond + fraction;
        time = TimeSpan.FromTicks(isNegative ? -ticks : ticks);
        return true;
    }

    private static bool Skip(string text, ref int at, char expected)
    {
        if (at >= text.Length || text[at] != expected) return false;
        at++;
        return true;
    }

    private static bool TryRead(string text, ref int at, int least, int most, out long value)
    {
        int start = at;
        value = 0;
        for (; at < text.Length && at - start < most && text[at] is >= '0' and <= '9'; at++) value = (value * 10) + (text[at] - '0');
        return at - start >= least;
    }
}
