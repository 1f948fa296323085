namespace EventGen;

/// <summary>Whether a new row is to be leased to the instance that writes it.</summary>
public enum OutboxLeaseRequest
{
    /// <summary>It belongs to nobody, and whoever delivers is woken.</summary>
    None,

    /// <summary>
    /// It is leased here if it is due and its order allows: it has no order key, or this instance holds the key or can take it, and no row of the key waits that belongs to
    /// nobody. Else it belongs to nobody.
    /// </summary>
    InOrder,

    /// <summary>It is leased here if it is due, whatever waits of its key.</summary>
    Always,
}
