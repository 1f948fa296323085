namespace EventGen.Outbox.Tables;

/// <summary>The column <c>state</c> of the outbox: a positive number is the epoch of the instance that has leased the row.</summary>
internal static class RowState
{
    /// <summary>It belongs to nobody and takes no part in ordering.</summary>
    public const long Ready = 0;

    /// <summary>It belongs to nobody, has an order key, and a claim may try that key.</summary>
    public const long ReadyInOrder = -1;

    /// <summary>
    /// It belongs to nobody, and its key is held or has an earlier row: claims do not look at it. Whoever releases the key, or removes the earlier row, makes
    /// the key's first row <see cref="ReadyInOrder"/>.
    /// </summary>
    public const long Blocked = -2;

    /// <summary>Its first due time has not come.</summary>
    public const long Scheduled = -3;
}
