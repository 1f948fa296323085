using System.Data;
using System.Data.Common;

namespace EventGen;

/// <summary>
/// The transaction of one attempt of a handler, in the database of the outbox: what the handler writes in it happens exactly once. A service of the
/// handler's scope. Several flows of the handler may begin it and emit; its connection does one thing at a time.
/// </summary>
/// <remarks>
/// <para>It begins at the first use of a member, is committed after the handler has returned, together with the note that this handler has had
/// this event, and is rolled back if the handler throws. Durable events that the handler emits meanwhile are written in it.</para>
/// <para>If an earlier attempt has committed already, the first use throws <see cref="OutboxWorkDoneException"/>: the handler ends, and counts as done.</para>
/// <para>On a bus whose provider was made without <c>AddEventGen</c> (<see cref="EventBusBuilder.UseServices"/>), only a handler can take it, as a
/// parameter of its method or constructor; services that the provider makes cannot.</para>
/// <para>In <c>InvokeAsync</c>, and for events that are not durable, it is the same transaction without the note. A handler that is invoked by another has a transaction
/// of its own. In a database that has one writer at a time, such as SQLite, it cannot have one while that of the other is open, and its first use throws.</para>
/// </remarks>
public sealed class OutboxTransaction : IHandlerTransaction
{
    private readonly IOutboxEngine _engine;
    private readonly HandlerAttempt? _attempt;
    private readonly object _gate = new();

    // Cancelled by the roll-back. It begins on no caller's token: who gives up leaves the others what they wait for.
    private readonly CancellationTokenSource _rollingBack = new();

    // Under the gate.
    private readonly List<DurableEmission> _emitted = [];
    private readonly List<Func<ValueTask>> _committed = [];
    private Task<OutboxWork>? _beginning;
    private volatile OutboxWork? _work;
    private volatile bool _hasEnded;
    private volatile bool _isLost;

    /// <summary>The service of a scope: of a handler's scope, the transaction of its attempt.</summary>
    internal static OutboxTransaction For(IOutboxEngine engine) => Current is { } current && current._engine == engine ? current : new OutboxTransaction(engine);

    internal OutboxTransaction(IOutboxEngine engine) => (_engine, _attempt) = (engine, HandlerAttempt.Current);

    /// <summary>
    /// The transaction of the handler's attempt that runs in this async flow, begun or not. <see langword="null"/> where none runs, for a handler that takes no
    /// services, and on a bus without an outbox.
    /// </summary>
    /// <remarks>For packages that bring a data access of their own into the transaction.</remarks>
    public static OutboxTransaction? Current => HandlerAttempt.Current?.OwnTransaction is OutboxTransaction { _hasEnded: false } transaction ? transaction : null;

    /// <summary>The connection. Neither close nor dispose it.</summary>
    /// <exception cref="OutboxWorkDoneException">An earlier attempt has committed.</exception>
    /// <exception cref="InvalidOperationException">No handler is running in this scope, or its attempt has ended.</exception>
    public DbConnection Connection => Begun().Connection;

    /// <summary>The transaction on <see cref="Connection"/>. Neither commit nor roll it back.</summary>
    /// <exception cref="OutboxWorkDoneException">An earlier attempt has committed.</exception>
    /// <exception cref="InvalidOperationException">No handler is running in this scope, or its attempt has ended.</exception>
    public DbTransaction Transaction => Begun().Transaction;

    /// <summary>Begins the transaction, if nothing has yet, without blocking the thread.</summary>
    /// <param name="cancellationToken">Cancels the wait. The transaction begins all the same, for others that wait or for the next use.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled before the transaction had begun.</exception>
    /// <exception cref="OutboxWorkDoneException">An earlier attempt has committed.</exception>
    /// <exception cref="InvalidOperationException">
    /// No handler is running in this scope, or its attempt has ended; or the handler that invoked it has an open transaction in a database with one writer at a time.
    /// </exception>
    public async ValueTask BeginAsync(CancellationToken cancellationToken = default)
    {
        if (_attempt is null) throw new InvalidOperationException("OutboxTransaction belongs to an attempt of a handler, and none is running in this scope. Take it as a parameter of a handler, or of what the handler uses.");
        Task<OutboxWork> beginning;
        lock (_gate)
        {
            if (_hasEnded) throw Ended();
            if (_beginning is null) cancellationToken.ThrowIfCancellationRequested();

            // Before it has begun: an attempt that ends meanwhile waits for it, and leaves nothing open.
            _attempt.Transaction = this;
            beginning = _beginning ??= BeginWorkAsync(_attempt);
        }

        OutboxWork work;
        try
        {
            work = await beginning.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (beginning.IsCompleted && !beginning.IsCompletedSuccessfully)
        {
            // The next use tries again.
            lock (_gate)
            {
                if (ReferenceEquals(_beginning, beginning)) _beginning = null;
            }

            throw;
        }

        if (work.IsDone) throw new OutboxWorkDoneException(_attempt.Target);
        if (_hasEnded) throw Ended();
    }

    /// <summary>Has something done after the commit, and never after a roll-back.</summary>
    /// <param name="action">Called once, in the order of the calls. What it throws is the handler's failure, although its work is committed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="action"/> is <see langword="null"/>.</exception>
    public void OnCommitted(Func<ValueTask> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        lock (_gate) _committed.Add(action);
    }

    /// <summary>Whether it has begun, or is beginning, on an engine, and has not ended.</summary>
    internal bool IsOpenOn(IOutboxEngine engine)
    {
        lock (_gate) return _engine == engine && _beginning is not null && !_hasEnded;
    }

    /// <summary>Keeps an event for the commit.</summary>
    /// <returns>False when there is no open transaction: nothing has begun it, or the attempt has ended.</returns>
    internal async ValueTask<bool> TryAddAsync(DurableDelivery delivery, DurableEmit emit)
    {
        Task<OutboxWork>? beginning;
        lock (_gate)
        {
            if (TryAdd(delivery, emit)) return true;
            beginning = _beginning;
        }

        if (_hasEnded || beginning is null) return false;
        try
        {
            await beginning.ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Who has begun it is told.
            return false;
        }

        lock (_gate) return TryAdd(delivery, emit);
    }

    bool IHandlerTransaction.IsLost => _isLost;

    async ValueTask IHandlerTransaction.CommitAsync()
    {
        if (await EndAsync(isRolledBack: false).ConfigureAwait(false) is not { } work) return;
        try
        {
            if (work.IsDone) return;
            await work.CommitAsync(_emitted, CancellationToken.None).ConfigureAwait(false);
            foreach (var (delivery, _) in _emitted) delivery.NoteAccepted();
        }
        finally
        {
            await DisposeAsync(work).ConfigureAwait(false);
        }

        foreach (var action in _committed) await action().ConfigureAwait(false);
    }

    async ValueTask IHandlerTransaction.RollBackAsync()
    {
        if (await EndAsync(isRolledBack: true).ConfigureAwait(false) is { } work) await DisposeAsync(work).ConfigureAwait(false);
    }

    // A client closes its connection when the server has gone.
    private async ValueTask DisposeAsync(OutboxWork work)
    {
        if (!work.IsDone && work.Connection.State != ConnectionState.Open) _isLost = true;
        await work.DisposeAsync().ConfigureAwait(false);
    }

    private static InvalidOperationException Ended() => new("The attempt of the handler has ended, and its OutboxTransaction with it. Await everything that uses it before the handler returns.");

    // From here on nothing is added. What is beginning is waited for; for a roll-back it need not go on.
    private async ValueTask<OutboxWork?> EndAsync(bool isRolledBack)
    {
        Task<OutboxWork>? beginning;
        lock (_gate) (_hasEnded, beginning, _beginning, _work) = (true, _beginning, null, null);
        if (beginning is null) return null;
        if (isRolledBack && !beginning.IsCompleted) await _rollingBack.CancelAsync().ConfigureAwait(false);
        try
        {
            return await beginning.ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Who has begun it is told.
            return null;
        }
    }

    private async Task<OutboxWork> BeginWorkAsync(HandlerAttempt attempt)
    {
        if (_engine.HasOneWriter && EventOutbox.IsLockedBy(attempt.Outer, _engine))
        {
            throw new InvalidOperationException(
                "The handler that invoked this one has an open OutboxTransaction, and the database of the outbox has one writer at a time: a second transaction would wait for the first for ever. "
                + "Invoke before the first use of the transaction, or emit a durable event instead, which is written in it.");
        }

        OutboxWork work;
        try
        {
            work = await _engine.BeginWorkAsync(attempt.Emission, attempt.Target, _rollingBack.Token).ConfigureAwait(false);
            _isLost = false;
        }
        catch (Exception) when (!_rollingBack.IsCancellationRequested)
        {
            _isLost = true;
            throw;
        }

        lock (_gate)
        {
            if (!_hasEnded) _work = work;
        }

        return work;
    }

    private bool TryAdd(DurableDelivery delivery, DurableEmit emit)
    {
        if (_work is null || _hasEnded) return false;
        _emitted.Add(new DurableEmission(delivery, emit));
        return true;
    }

    private OutboxWork Begun()
    {
        if (_work is { IsDone: false } work && !_hasEnded) return work;
        var begin = BeginAsync();
        if (begin.IsCompleted) begin.GetAwaiter().GetResult();
        else begin.AsTask().GetAwaiter().GetResult();
        return _work ?? throw Ended();
    }
}
