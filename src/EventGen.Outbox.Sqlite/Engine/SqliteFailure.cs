using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EventGen.Outbox.Sqlite;

/// <summary>What an error of the engine means to those who use the outbox.</summary>
internal static class SqliteFailure
{
    /// <summary>Says what happened and what to do, with the file's name alone: a connection string may hold a password.</summary>
    /// <param name="exception">What the engine said.</param>
    /// <param name="file">The file.</param>
    /// <param name="atCommit">Whether it said so at the commit.</param>
    public static OutboxStoreException From(SqliteException exception, string file, bool atCommit = false)
    {
        int code = exception.SqliteErrorCode;
        string text = code switch
        {
            raw.SQLITE_BUSY when exception.SqliteExtendedErrorCode == raw.SQLITE_BUSY_SNAPSHOT =>
                $"Another connection has changed '{file}' since this transaction read it, and SQLite lets such a transaction write nothing more. Roll it back, and begin it with "
                + "BEGIN IMMEDIATE: BeginTransaction() does, BeginTransaction(deferred: true) does not.",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"Another connection kept the write lock of '{file}' too long. Keep transactions on it short. If it is this flow's own transaction, commit it before: what the outbox or a handler's "
                + "OutboxTransaction writes is on another connection and waits for it. EmitAsync(e, transaction) writes in it.",
            raw.SQLITE_FULL => $"There is no space left for '{file}'. Free some; what is stored stays, and the outbox goes on by itself.",
            raw.SQLITE_READONLY => $"The file '{file}' cannot be written. The outbox needs the right to write it and to create files beside it.",
            raw.SQLITE_CANTOPEN => $"The file '{file}' cannot be opened or created. The outbox needs an existing directory in which it may create files.",
            raw.SQLITE_NOTADB => $"The file '{file}' is no SQLite database, or it is encrypted with another password.",
            raw.SQLITE_CORRUPT => $"The file '{file}' is damaged. Restore it from a backup.",
            raw.SQLITE_IOERR => $"The disk under '{file}' reported an error.",
            raw.SQLITE_ERROR => $"The tables of the outbox in '{file}' are not as they should be: {exception.Message}",
            _ => $"The database '{file}' did not do what it was asked for: {exception.Message}",
        };

        bool isTransient = code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_NOMEM or raw.SQLITE_INTERRUPT;

        // A full disk and a lock are known before anything is final; after an error of the disk nobody knows what it has.
        bool isUnknown = atCommit && code is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_READONLY);
        return new OutboxStoreException(text, isTransient, isUnknown, exception);
    }
}
