using System.Data.Common;

namespace EventGen;

/// <summary>
/// The transaction of one attempt of a handler, in the database of the outbox: what the handler writes in it happens exactly once. A service of the
/// handler's scope; not thread safe.
/// </summary>
/// <remarks>
/// <para>It begins at the first use of a member, is committed after the handler has returned, together with the note that this handler has had
/// this event, and is rolled back if the handler throws. Durable events that the handler emits meanwhile are written in it.</para>
/// <para>If an earlier attempt has committed already, the first use throws <see cref="OutboxWorkDoneException"/>: the handler ends, and counts as done.</para>
/// <para>On a bus whose provider was made without <c>AddEventGen</c> (<see cref="EventBusBuilder.UseServices"/>), only a handler can take it, as a
/// parameter of its method or constructor; services that the provider makes cannot.</para>
/// <para>In <c>InvokeAsync</c>, and for events that are not durable, it is the same transaction without the note.</para>
/// </remarks>
public sealed class OutboxTransaction : IHandlerTransaction
{
    private readonly IOutboxEngine _engine;
    private readonly HandlerAttempt? _attempt;
    private readonly List<DurableDelivery> _emitted = [];
    private readonly List<Func<ValueTask>> _committed = [];
    private OutboxWork? _work;
    private bool _hasEnded;

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
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OutboxWorkDoneException">An earlier attempt has committed.</exception>
    /// <exception cref="InvalidOperationException">No handler is running in this scope, or its attempt has ended.</exception>
    public async ValueTask BeginAsync(CancellationToken cancellationToken = default)
    {
        if (_attempt is null) throw new InvalidOperationException("OutboxTransaction belongs to an attempt of a handler, and none is running in this scope. Take it as a parameter of a handler, or of what the handler uses.");
        if (_hasEnded) throw new InvalidOperationException("The attempt of the handler has ended, and its OutboxTransaction with it. Await everything that uses it before the handler returns.");
        if (_work is null)
        {
            _work = await _engine.BeginWorkAsync(_attempt.Emission, _attempt.Target, cancellationToken).ConfigureAwait(false);
            _attempt.Transaction = this;
        }

        if (_work.IsDone) throw new OutboxWorkDoneException(_attempt.Target);
    }

    /// <summary>Has something done after the commit, and never after a roll-back.</summary>
    /// <param name="action">Called once, in the order of the calls. What it throws is the handler's failure, although its work is committed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="action"/> is <see langword="null"/>.</exception>
    public void OnCommitted(Func<ValueTask> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        _committed.Add(action);
    }

    bool IHandlerTransaction.HasEnded => _hasEnded;

    /// <summary>Keeps an event for the commit.</summary>
    internal void Add(DurableDelivery delivery) => _emitted.Add(delivery);

    async ValueTask IHandlerTransaction.CommitAsync()
    {
        _hasEnded = true;
        if (_work is not { } work) return;
        _work = null;
        try
        {
            if (work.IsDone) return;
            await work.CommitAsync(_emitted, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            await work.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var action in _committed) await action().ConfigureAwait(false);
    }

    async ValueTask IHandlerTransaction.RollBackAsync()
    {
        _hasEnded = true;
        var work = _work;
        _work = null;
        if (work is not null) await work.DisposeAsync().ConfigureAwait(false);
    }

    private OutboxWork Begun()
    {
        if (_work is { IsDone: false } work && !_hasEnded) return work;
        var begin = BeginAsync();
        if (begin.IsCompleted) begin.GetAwaiter().GetResult();
        else begin.AsTask().GetAwaiter().GetResult();
        return _work!;
    }
}
