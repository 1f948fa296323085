namespace EventGen.Outbox.Sqlite;

/// <summary>What an open store has: the writer, the locks, and the epoch. Thread safe.</summary>
internal sealed class Opened : IDisposable
{
    private readonly OutboxStart _start;
    private readonly TableNames _names;
    private readonly SqliteWriter _writer;
    private readonly InstanceName _instance;

    // Changed by the writer's thread alone.
    private FileLock? _role;
    private volatile StoreSession? _session;
    private long? _firstEpoch;

    private Opened(OutboxStart start, TableNames names, SqliteWriter writer, string file, InstanceName instance) =>
        (_start, _names, _writer, File, _instance) = (start, names, writer, file, instance);

    /// <summary>The full path of the database.</summary>
    public string File { get; }

    public StoreSession Session => _session ?? throw new InvalidOperationException("The store is not open.");

    public TimeSpan InboxRetention => _start.InboxRetention;

    private long LeaseUntil => StoreTime.From(_start.TimeProvider.GetUtcNow() + _start.LeaseDuration);

    /// <summary>Opens the file, and takes the name of the instance.</summary>
    public static Opened At(SqliteLocation location, OutboxStart start)
    {
        var names = new TableNames(start.TablePrefix);
        var database = location.Open();
        SqliteWriter? writer = null;
        try
        {
            string file = database.File;

            // A migration may have made the tables in a file that was there before, without it. A file without tables is left as it is.
            if (start.CreateTables || SqliteSchema.Exists(database, names)) Journal.EnsureWriteAhead(database, location.File);
            var instance = InstanceName.Take(name => FileLock.PathOf(file, names, start.Application, $"instance {name}"), start.Instance);
            writer = new SqliteWriter(database, location.File, start.Wake);
            return new Opened(start, names, writer, file, instance);
        }
        catch (Microsoft.Data.Sqlite.SqliteException exception)
        {
            database.Dispose();
            throw SqliteFailure.From(exception, location.File);
        }
        catch when (writer is null)
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Begins an epoch, and takes over what the dead have left, earlier epochs of this instance first.</summary>
    public ValueTask<OutboxSession> BeginAsync(CancellationToken cancellationToken) =>
        _writer.WriteAsync(
            database =>
            {
                SqliteSchema.Ensure(database, _names, _writer.File, _start.CreateTables);
                long application = InstanceTable.Application(database, _names, _start.Application);
                long epoch = InstanceTable.Begin(database, _names, application, _instance.Name, LeaseUntil);
                var session = new StoreSession(_names, application, epoch, _start.TimeProvider);
                _firstEpoch ??= epoch;
                int takenBack = 0;
                foreach (var (other, name) in InstanceTable.Others(database, session))
                {
                    // Later epochs were this process'.
                    if (name == _instance.Name) takenBack += InstanceTable.End(database, session, other, other < _firstEpoch ? _start.CrashDelay : null);
                }

                session.Delivers = TakeRole();
                _session = session;
                return new OutboxSession { Instance = _instance.Name, Epoch = epoch, TakenBack = takenBack, Now = StoreTime.Read(session.Now) };
            },
            cancellationToken);

    public ValueTask<T> WriteAsync<T>(Func<SqliteDatabase, StoreSession, T> work, CancellationToken cancellationToken)
    {
        var session = Session;
        return _writer.WriteAsync(database => work(database, session), cancellationToken);
    }

    /// <inheritdoc cref="SqliteWriter.WriteAndContinueAsync{T}"/>
    public ValueTask<T> WriteAndContinueAsync<T>(Func<SqliteDatabase, StoreSession, T> work, bool isShort, CancellationToken cancellationToken)
    {
        var session = Session;
        return _writer.WriteAndContinueAsync(database => work(database, session), isShort, cancellationToken);
    }

    /// <inheritdoc cref="SqliteWriter.Write{T}"/>
    public T Write<T>(Func<SqliteDatabase, StoreSession, T> work)
    {
        var session = Session;
        return _writer.Write(database => work(database, session));
    }

    public ValueTask<bool> RenewAsync(CancellationToken cancellationToken)
    {
        long until = LeaseUntil;
        return WriteAsync((database, session) => InstanceTable.Renew(database, session, until), cancellationToken);
    }

    /// <summary>Takes over what the dead have left, and the role of delivering if nobody has it.</summary>
    public async ValueTask<int> TakeOverAsync(CancellationToken cancellationToken)
    {
        var (rows, hasNewRole) = await WriteAsync(
            (database, session) =>
            {
                bool hadRole = session.Delivers;
                session.Delivers = TakeRole();
                int taken = 0;
                foreach (var (epoch, name) in InstanceTable.Others(database, session))
                {
                    if (IsDead(name)) taken += InstanceTable.End(database, session, epoch, _start.CrashDelay);
                }

                return (taken, session.Delivers && !hadRole);
            },
            cancellationToken).ConfigureAwait(false);
        if (hasNewRole || rows > 0) Wake();
        return rows;
    }

    /// <summary>Gives back what this epoch has; the role goes to another when the store is disposed.</summary>
    public async ValueTask CloseAsync(CancellationToken cancellationToken) =>
        await WriteAsync((database, session) => InstanceTable.End(database, session, session.Epoch, crashDelay: null), cancellationToken).ConfigureAwait(false);

    public void Wake() => _start.Wake();

    public void Dispose()
    {
        _writer.Dispose();
        _role?.Dispose();
        _instance.Dispose();
    }

    private bool TakeRole() => (_role ??= FileLock.TryTake(FileLock.PathOf(File, _names, _start.Application, "delivery"))) is not null;

    // Its process is dead when its lock is free: a frozen one keeps it, and what it had must wait for it.
    private bool IsDead(string instance)
    {
        if (instance == _instance.Name) return true;
        using var held = FileLock.TryTake(FileLock.PathOf(File, _names, _start.Application, $"instance {instance}"));
        return held is not null;
    }
}
