using System.Net.Sockets;
using Npgsql;

namespace EventGen.Outbox.PostgreSql;

/// <summary>What an error of the database means to those who use the outbox.</summary>
internal static class PostgreSqlFailure
{
    // idle_in_transaction_session_timeout. Npgsql has no name for it.
    private const string IdleTooLong = "25P03";

    /// <summary>Whether an exception is one of the database's or its client's.</summary>
    public static bool Is(Exception exception) => exception is NpgsqlException or TimeoutException or IOException or SocketException;

    /// <summary>Whether an exception says that the database did not do what it was asked for: one of its own, or a wait that the client gave up by itself.</summary>
    public static bool HasFailed(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException ? !cancellationToken.IsCancellationRequested : Is(exception);

    /// <summary>Says what happened and what to do.</summary>
    /// <param name="exception">What the client threw.</param>
    /// <param name="server"><see cref="PostgreSqlLocation.Server"/>.</param>
    /// <param name="wasSent">Whether a transaction may have been committed before the connection broke.</param>
    public static OutboxStoreException From(Exception exception, string server, bool wasSent = false)
    {
        if (exception is not PostgresException error)
            return new OutboxStoreException($"{server} does not answer: {Reason(exception)}. Check that the server runs and can be reached; the outbox goes on by itself.", isTransient: true, wasSent, exception);

        bool isTransient = error.IsTransient || error.SqlState is
            PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.QueryCanceled
            or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.ReadOnlySqlTransaction or IdleTooLong;
        string text = error.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                "PostgreSQL refused the user name or the password of the outbox. Correct them in its connection string.",
            PostgresErrorCodes.InvalidCatalogName => "The database of the outbox does not exist. Create it, or correct the name in the connection string.",
            PostgresErrorCodes.InsufficientPrivilege =>
                "The user of the outbox lacks a right. To create the tables it needs CREATE on the schema; else run the scripts of PostgreSqlOutbox.GetSchemaScripts, "
                + "grant SELECT, INSERT, UPDATE and DELETE on the tables and USAGE on the sequence, and set OutboxOptions.CreateTables to false.",
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn => "The tables of the outbox are not as they should be. Were they dropped or changed?",
            PostgresErrorCodes.DiskFull => "The disk of PostgreSQL is full. Free some space; what is stored stays, and the outbox goes on by itself.",
            PostgresErrorCodes.TooManyConnections => "PostgreSQL has no connection left. The outbox needs three, up to four more while it writes dead letters, and one for each handler with a transaction.",
            PostgresErrorCodes.ReadOnlySqlTransaction => "PostgreSQL is read-only now. Let the outbox connect to the primary server.",
            PostgresErrorCodes.AdminShutdown =>
                "PostgreSQL has ended the connection: the server shuts down, or this instance had lost its lease, and another one has taken over what it had.",
            PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => "PostgreSQL is shutting down or starting.",
            IdleTooLong =>
                "PostgreSQL has ended the transaction, which did nothing for longer than idle_in_transaction_session_timeout: the process was frozen, or the handler waited too long. "
                + "For a handler's OutboxTransaction that limit is OutboxOptions.LeaseDuration. The next attempt begins anew.",
            PostgresErrorCodes.RaiseException or ['2', '3', ..] => $"PostgreSQL refused it ({error.SqlState}): {error.MessageText.TrimEnd('.')}.",
            _ => $"PostgreSQL did not do what it was asked for: {error.SqlState}.",
        };

        // A server that is killed may have committed before it says goodbye.
        bool isUnknown = wasSent && error.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown;
        return new OutboxStoreException(text, isTransient, isUnknown && wasSent, exception);
    }

    // In words of its own: what the client says may repeat the connection string.
    private static string Reason(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket) return new SocketException((int)socket.SocketErrorCode).Message;
            if (cause is TimeoutException or OperationCanceledException) return "no answer in time, or no connection of the pool was free";
        }

        return "the connection broke";
    }
}
