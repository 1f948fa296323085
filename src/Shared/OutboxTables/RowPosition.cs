namespace EventGen.Outbox.Tables;

/// <summary>How positions are made: the application's rows are one range, first those that are pending, then those that are scheduled.</summary>
internal static class RowPosition
{
    private const int ApplicationShift = 48;

    private const long ScheduledOffset = 1L << 47;

    /// <summary>Below every position of the application.</summary>
    public static long First(long application) => application << ApplicationShift;

    /// <summary>Above every position of its pending rows, below those of the scheduled ones.</summary>
    public static long FirstScheduled(long application) => First(application) + ScheduledOffset;

    /// <summary>Above every position of the application.</summary>
    public static long End(long application) => First(application + 1);

    /// <summary>The position of a row.</summary>
    /// <param name="application">The application's number.</param>
    /// <param name="number">Counts the application's rows.</param>
    /// <param name="isScheduled">Whether its first due time is to come.</param>
    public static long Of(long application, long number, bool isScheduled) => (isScheduled ? FirstScheduled(application) : First(application)) + number;
}
