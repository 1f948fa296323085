namespace EventGen;

/// <summary>The database of an outbox did not do what it was asked for. The message names no connection string.</summary>
public sealed class OutboxStoreException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened, and what to do about it.</param>
    /// <param name="isTransient">Whether it may work later without anybody changing anything.</param>
    /// <param name="mayBeCommitted">Whether the transaction may have been committed all the same.</param>
    /// <param name="cause">What the database's client threw.</param>
    public OutboxStoreException(string message, bool isTransient, bool mayBeCommitted, Exception? cause = null)
        : base(message, cause) =>
        (IsTransient, MayBeCommitted) = (isTransient, mayBeCommitted);

    /// <summary>True when it may work later: the database is down, full or busy. False when somebody has to change something, such as a missing right or table.</summary>
    public bool IsTransient { get; }

    /// <summary>True when the transaction may have been committed: the answer was lost.</summary>
    public bool MayBeCommitted { get; }
}
