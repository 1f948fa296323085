namespace EventGen.Outbox.Sqlite;

/// <summary>Whose rows a store works with, since it was opened. Immutable but for the role.</summary>
/// <param name="names">The tables.</param>
/// <param name="application">The application's number.</param>
/// <param name="epoch">This start of this instance.</param>
/// <param name="time">The store's clock.</param>
internal sealed class StoreSession(TableNames names, long application, long epoch, TimeProvider time)
{
    private volatile bool _delivers;

    public TableNames Names => names;

    public long Application => application;

    public long Epoch => epoch;

    /// <summary>Whether this process has the role of delivering; once it has, it keeps it.</summary>
    public bool Delivers
    {
        get => _delivers;
        set => _delivers = value;
    }

    /// <summary>The clock, as the tables have it.</summary>
    public long Now => StoreTime.From(time.GetUtcNow());
}
