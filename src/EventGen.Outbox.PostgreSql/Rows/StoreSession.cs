namespace EventGen.Outbox.PostgreSql;

/// <summary>Whose rows a store works with, since it was opened. Immutable.</summary>
/// <param name="Names">The tables.</param>
/// <param name="Application">The application's number.</param>
/// <param name="Epoch">This start of this instance.</param>
internal sealed record StoreSession(TableNames Names, long Application, long Epoch)
{
    private static readonly TimeSpan s_longestIdle = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the server lets a transaction of the store be idle, as a setting: that of a process that stands still would keep its locks, and all others waiting for them.
    /// </summary>
    public string IdleLimit { get; private init; } = Setting(s_longestIdle);

    /// <inheritdoc cref="OutboxStart.LeaseDuration"/>
    public TimeSpan LeaseDuration
    {
        init => IdleLimit = Setting(value < s_longestIdle ? value : s_longestIdle);
    }

    /// <summary>What those who wait for rows of the application listen to, quoted nowhere: letters, digits and underscores.</summary>
    public string Channel { get; } = $"{Names.Plain("outbox_")}{Application}";

    /// <summary>The advisory lock that every connection has on which this epoch keeps anything locked. It is shared, so nobody waits for it; whoever ends the epoch finds them by it.</summary>
    public long EpochLock { get; } = EpochLockOf(Names, Epoch);

    /// <inheritdoc cref="EpochLock"/>
    public static long EpochLockOf(TableNames names, long epoch) => AdvisoryLock.Key(names, "epoch", names.Instances, epoch.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A time as the server's settings have it.</summary>
    public static string Setting(TimeSpan time) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(long)Math.Max(1, time.TotalMilliseconds)}ms");
}
