using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EventGen.Outbox.Sqlite;

/// <summary>The one connection that the outbox writes with, and its thread, so that hardly anybody else waits for a lock or for the disk. Thread safe.</summary>
/// <remarks>Who commits one event, and finds nobody else at it, does so on its own thread where the disk is quick: two changes of threads would cost about as much as the commit.</remarks>
internal sealed class SqliteWriter : IDisposable
{
    // How often it looks whether another connection has committed something, and how long a statement waits for the lock of another.
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan s_lockPatience = TimeSpan.FromSeconds(5);

    // A call waits this long for all that goes before it, and for the disk.
    private static readonly TimeSpan s_answerPatience = TimeSpan.FromSeconds(9);

    // Beside a disk that takes longer, a change of threads is little.
    private static readonly TimeSpan s_quick = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentQueue<WriteJob> _jobs = new();
    private readonly SemaphoreSlim _available = new(0);
    private readonly SqliteDatabase _database;
    private readonly string _path;
    private readonly Action _othersHaveCommitted;
    private readonly Thread _thread;
    private volatile bool _isEnding;

    // Whoever has it uses the connection, and what follows.
    private readonly object _use = new();
    private readonly WritePause _pause = new();
    private bool _wasQuick;
    private long _dataVersion;

    // The thread's own.
    private long _lastGlance;

    /// <summary>Begins to work.</summary>
    /// <param name="database">Its own from now on.</param>
    /// <param name="file">What messages call the file.</param>
    /// <param name="othersHaveCommitted">Called on the writer's thread when another connection has committed something.</param>
    public SqliteWriter(SqliteDatabase database, string file, Action othersHaveCommitted)
    {
        (_database, _path, File, _othersHaveCommitted) = (database, database.File, file, othersHaveCommitted);
        _database.WaitForLocks(TimeSpan.Zero);
        _thread = new Thread(Work) { IsBackground = true, Name = "EventGen outbox" };
        _thread.UnsafeStart();
    }

    public string File { get; }

    /// <summary>Does something in a transaction that has the write lock from its beginning.</summary>
    /// <param name="work">What is done, on the writer's thread. What it throws rolls back.</param>
    /// <param name="cancellationToken">Ends the wait for its turn. What has begun is done to its end.</param>
    /// <exception cref="OutboxStoreException">The database did not do it.</exception>
    public ValueTask<T> WriteAsync<T>(Func<SqliteDatabase, T> work, CancellationToken cancellationToken) =>
        WriteAsync(new WriteJob<T>(work, TaskCreationOptions.RunContinuationsAsynchronously), cancellationToken);

    /// <summary>Does something as <see cref="WriteAsync{T}(Func{SqliteDatabase, T}, CancellationToken)"/> does, for a caller that goes on for a moment on the writer's thread.</summary>
    /// <remarks>The relay gives the writer its next batch at once, without a change of threads between two commits. Code that blocks would stop the writer.</remarks>
    /// <param name="work">What is done.</param>
    /// <param name="isShort">Whether it is so little that it may be done on the calling thread, if that is one of the pool.</param>
    /// <param name="cancellationToken">Ends the wait for its turn. What has begun is done to its end.</param>
    public ValueTask<T> WriteAndContinueAsync<T>(Func<SqliteDatabase, T> work, bool isShort, CancellationToken cancellationToken) =>
        isShort && Thread.CurrentThread.IsThreadPoolThread && TryWriteHere(work, out var result)
            ? new(result)
            : WriteAsync(new WriteJob<T>(work, TaskCreationOptions.None), cancellationToken);

    /// <summary>Does something as <see cref="WriteAsync{T}(Func{SqliteDatabase, T}, CancellationToken)"/> does, and blocks this thread until it is done, without another one of the pool.</summary>
    public T Write<T>(Func<SqliteDatabase, T> work)
    {
        if (TryWriteHere(work, out var written)) return written;
        var job = new WriteJob<T>(work, TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(job);
        if (((IAsyncResult)job.Result).AsyncWaitHandle.WaitOne(s_answerPatience)) return job.Result.GetAwaiter().GetResult();
        throw Unanswered(job);
    }

    private void Enqueue(WriteJob job)
    {
        _jobs.Enqueue(job);
        _available.Release();
        ObjectDisposedException.ThrowIf(_isEnding, this);
    }

    private OutboxStoreException Unanswered(WriteJob job)
    {
        bool hasBegun = !job.TryCancel();
        return new OutboxStoreException($"The database '{File}' did not answer within {s_answerPatience.TotalSeconds:0} s.", isTransient: true, mayBeCommitted: hasBegun);
    }

    private async ValueTask<T> WriteAsync<T>(WriteJob<T> job, CancellationToken cancellationToken)
    {
        Enqueue(job);
        try
        {
            return await job.Result.WaitAsync(s_answerPatience, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw Unanswered(job);
        }
        catch (OperationCanceledException)
        {
            job.TryCancel();
            throw;
        }
    }

    /// <summary>Finishes what was begun, and closes the connection: the file is free when this returns.</summary>
    public void Dispose()
    {
        if (_isEnding) return;
        _isEnding = true;
        if (Thread.CurrentThread == _thread)
        {
            // Who waited for a commit went on here, and cannot wait for this thread to end.
            Finish();
            return;
        }

        _available.Release();
        _thread.Join();
        _available.Dispose();
    }

    private void Work()
    {
        while (!_isEnding)
        {
            bool hasJob = _available.Wait(s_glance);
            if (hasJob && _jobs.TryDequeue(out var job))
            {
                lock (_use) _pause.BeforeWrite();
                job.Run(this);
            }

            if (!_isEnding && (!hasJob || Stopwatch.GetElapsedTime(_lastGlance) >= s_glance)) Glance();
        }

        Finish();
    }

    private void Finish()
    {
        while (_jobs.TryDequeue(out var job)) job.Run(this);
        lock (_use) _database.Dispose();
    }

    private void Glance()
    {
        _lastGlance = Stopwatch.GetTimestamp();
        lock (_use)
        {
            try
            {
                long version = _database["PRAGMA data_version"].Scalar() ?? 0;
                if (version == _dataVersion) return;

                bool isFirst = _dataVersion == 0;
                _dataVersion = version;
                if (isFirst) return;
                _pause.OthersWrite();
            }
            catch (SqliteException)
            {
                // The next glance, or the next write, tells.
                return;
            }
        }

        _othersHaveCommitted();
    }

    // Where nothing keeps this thread waiting but the commit itself. Else the writer's thread does it.
    private bool TryWriteHere<T>(Func<SqliteDatabase, T> work, [MaybeNullWhen(false)] out T result)
    {
        result = default;
        if (!_jobs.IsEmpty || !Monitor.TryEnter(_use)) return false;
        try
        {
            if (_isEnding || !_wasQuick || !_pause.TryPass()) return false;
            ThrowIfGone();
            if (!TryBegin()) return false;
            result = Commit(work);
            return true;
        }
        finally
        {
            Monitor.Exit(_use);
        }
    }

    internal T InTransaction<T>(Func<SqliteDatabase, T> work)
    {
        lock (_use)
        {
            ThrowIfGone();
            Begin();
            return Commit(work);
        }
    }

    private T Commit<T>(Func<SqliteDatabase, T> work)
    {
        bool atCommit = false;
        long began = Stopwatch.GetTimestamp();
        try
        {
            T result = work(_database);
            atCommit = true;
            _database["COMMIT"].Execute();
            return result;
        }
        catch (SqliteException exception)
        {
            RollBack();
            throw SqliteFailure.From(exception, File, atCommit);
        }
        catch
        {
            RollBack();
            throw;
        }
        finally
        {
            _wasQuick = Stopwatch.GetElapsedTime(began) < s_quick;
            _pause.AfterWrite();
        }
    }

    // The system lets a file that is open be deleted or renamed: what is written to it then is lost with this process.
    private void ThrowIfGone()
    {
        if (System.IO.File.Exists(_path)) return;
        throw new OutboxStoreException(
            $"The file '{File}' was deleted or renamed while the outbox had it open, so that what is written would be lost. Put it back under its name, or start the program again.",
            isTransient: false,
            mayBeCommitted: false);
    }

    private void Begin()
    {
        long began = Stopwatch.GetTimestamp();
        while (!TryBegin(mayBeBusy: Stopwatch.GetElapsedTime(began) < s_lockPatience))
        {
#pragma warning disable RS0030 // The writer has a thread of its own, and SQLite tells nobody when another process's lock is free.
            Thread.Sleep(1);
#pragma warning restore RS0030
        }
    }

    // False where another connection has the lock.
    private bool TryBegin(bool mayBeBusy = true)
    {
        try
        {
            _database["BEGIN IMMEDIATE"].Execute();
            return true;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_BUSY && mayBeBusy)
        {
            _pause.OthersWrite();
            return false;
        }
        catch (SqliteException exception)
        {
            RollBack();
            throw SqliteFailure.From(exception, File);
        }
    }

    private void RollBack()
    {
        // Some errors have rolled back already.
        if (!_database.IsInTransaction) return;
        try
        {
            _database["ROLLBACK"].Execute();
        }
        catch (SqliteException)
        {
            // Nothing of it was written: a transaction that is not committed is forgotten with its connection.
        }
    }
}
