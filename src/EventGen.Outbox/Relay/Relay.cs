using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EventGen.Outbox;

/// <summary>
/// The one loop that writes to the store and takes events out of it: commits what waits, claims what is due, takes over what others left. What else runs
/// beside it, emitters and workers, leaves it work and wakes it.
/// </summary>
/// <remarks>One loop, so that a claim and the release of a key never meet.</remarks>
internal sealed partial class Relay
{
    // Below the ten seconds that a caller is promised.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    // An event that is blamed for a crash is not the first that the next process begins with.
    private static readonly TimeSpan s_crashDelay = TimeSpan.FromSeconds(1);

    private readonly IOutboxStore _store;
    private readonly OutboxOptions _options;
    private readonly OutboxHost _host;
    private readonly OutboxStart _start;
    private readonly OutboxDeadLetters _deadLetters;
    private readonly RouteTable _routes;
    private readonly Backlog _backlog;
    private readonly WakeSignal _signal;
    private readonly Action _wakeHere;

    // Set when the store has answered. What a call that was given up sets later ends no wait for another: that looks whether its own answer is there.
    private readonly WakeSignal _answer;
    private readonly Action _endAnswer;
    private readonly Action _goOnHere;
    private readonly StoreClock _clock;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource<IReadOnlyDictionary<string, int>> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly ConcurrentQueue<PendingEmit> _emits = new();
    private readonly SettlingQueue _settlings;

    // Read by everybody, written by the loop.
    private volatile OutboxSession? _session;
    private volatile bool _hasOpened;
    private volatile bool _isStopping;
    private volatile bool _hasEnded;
    private volatile bool _isClaiming = true;
    private volatile bool _isLeaseLost;
    private volatile bool _isClaimWanted = true;

    // The loop's own. The parts of a batch that was refused come first.
    private readonly Stack<CommitBatch> _parts = new();
    private readonly RefusedSettlings _refused;
    private CommitBatch? _unsure;
    private int _refusals;
    private bool _wasShared;
    private TimeSpan _lastCommit;
    private readonly Suspects _suspects;

    private readonly RepeatableIds _repeatable = new();
    private DateTimeOffset? _nextDue;
    private long _polled;
    private TimeSpan _pollInterval;
    private int _polls;
    private bool _isMaintenanceDue;

    public Relay(IOutboxStore store, OutboxOptions options, OutboxHost host, OutboxDeadLetters deadLetters)
    {
        (_store, _options, _host, _deadLetters) = (store, options, host, deadLetters);
        (_logger, _time) = (host.Logger, host.TimeProvider);
        _clock = new StoreClock(_time);
        _signal = new WakeSignal(_time);
        _wakeHere = _signal.SetAndRun;
        _answer = new WakeSignal(_time);
        _endAnswer = _answer.SetAndRun;
        _goOnHere = () => AnsweringThread.Run(_endAnswer);
        _routes = new RouteTable(host.Topics, options.UnknownAfter);
        _backlog = new Backlog(store.Name, options.MaxPending);
        _suspects = new Suspects(_time, options.LeaseDuration, s_crashDelay);
        _settlings = new SettlingQueue(options.BatchSize, _time, _signal);
        _blocking = new BlockingCommits(store, options.BatchSize, _time);
        _refused = new RefusedSettlings(store.Name, _time, _logger);
        Leased = new LeasedEvents(_clock, _settlings.Add);
        State = new StoreState(store.Name, _time, _logger);
        _pollInterval = options.PollInterval;
        _start = new OutboxStart
        {
            Application = options.Application ?? host.Source
                ?? throw new InvalidOperationException("The outbox needs the application's name: set EventBusOptions.Source, or OutboxOptions.Application."),
            Instance = options.Instance,
            LeaseDuration = options.LeaseDuration,
            CrashDelay = s_crashDelay,
            InboxRetention = options.InboxRetention,
            TablePrefix = options.TablePrefix,
            CreateTables = options.CreateTables,
            TimeProvider = _time,
            Logger = _logger,
            Wake = Wake,
        };
    }

    public LeasedEvents Leased { get; }

    public StoreState State { get; }

    public RouteTable Routes => _routes;

    public StoreClock Clock => _clock;

    public string Application => _start.Application;

    public OutboxStatus? Status => _backlog.Status;

    public OutboxHealth Health => State.IsDown ? State.Health : _refused.Health ?? _backlog.Health;

    /// <summary>Whether the store has been opened, by this or an earlier lease.</summary>
    public bool HasOpened => _hasOpened;

    /// <summary>How much the store had when this instance left it; <see langword="null"/> before, and where it did not tell.</summary>
    public OutboxStatus? Left { get; private set; }

    /// <summary>How many events there are of which the database refuses to write what became of them.</summary>
    public int Refused => _refused.Count;

    /// <summary>Opens the store, and begins to work. A database that is away is waited for beside the bus.</summary>
    /// <exception cref="InvalidOperationException">The store cannot be used as it is.</exception>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        State.Asked(_time.GetTimestamp());
        try
        {
            await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OutboxStoreException exception) when (exception.IsTransient)
        {
            State.Failed(exception);
        }
        catch (OutboxStoreException exception)
        {
            throw new InvalidOperationException($"The outbox cannot be used. {exception.Message}", exception);
        }

        // Without the context of whoever started the bus.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(RunAsync, CancellationToken.None);
            _ = Task.Run(RenewAsync, CancellationToken.None);
        }
    }

    /// <summary>Something may have to be claimed.</summary>
    public void Wake()
    {
        _isClaimWanted = true;
        _signal.Set();
    }

    /// <summary>Commits an event.</summary>
    /// <returns>True when it was accepted now, false when before.</returns>
    public Task<bool> EmitAsync(DurableDelivery delivery, OutboxRouteKey route, DurableEmit emit, OutboxInsertMode mode, CancellationToken cancellationToken)
    {
        ThrowIfStopping(delivery);
        if (mode != OutboxInsertMode.Received) _backlog.ThrowIfFull(delivery.Topic.Descriptor.Id);
        var pending = new PendingEmit(delivery, route, emit, mode, _time.GetTimestamp());
        Enqueue(pending);
        return cancellationToken.CanBeCanceled ? pending.Answer.WaitAsync(cancellationToken) : pending.Answer;
    }

    private void ThrowIfStopping(DurableDelivery delivery)
    {
        if (_isStopping) throw new OutboxUnavailableException(delivery.Topic.Descriptor.Id, delivery.Message.Id, mayBeCommitted: false, new InvalidOperationException("The bus is stopping."));
    }

    private void Enqueue(PendingEmit pending)
    {
        _emits.Enqueue(pending);
        if (_hasEnded) RefuseWaiting(null);
        AnsweringThread.Run(_wakeHere, pending);
    }

    public void StopClaiming()
    {
        _isClaiming = false;
        Leased.BeginDrain();
    }

    /// <summary>Writes what is known, gives the rest back and ends the lease.</summary>
    public Task<IReadOnlyDictionary<string, int>> StopAsync()
    {
        _isStopping = true;
        _signal.Set();
        return _stopped.Task;
    }

    private async Task RunAsync()
    {
        while (!_isStopping)
        {
            try
            {
                await _signal.WaitAsync(UntilNext()).ConfigureAwait(false);
                if (State.Pause > TimeSpan.Zero)
                {
                    RefuseOverdue(State.Health.Problem);
                    continue;
                }

                State.Asked(_time.GetTimestamp());
                await (HasOnlyToWrite ? WriteAsync() : StepAsync()).ConfigureAwait(false);
                State.Worked();
            }
            catch (OutboxStoreException exception)
            {
                State.Failed(exception);
                RefuseOverdue(exception.Message);
            }
            catch (Exception exception)
            {
                _logger.RelayFailed(exception, _store.Name);
                State.Failed(exception);
                RefuseOverdue(null);
            }
        }

        await EndAsync().ConfigureAwait(false);
    }

    private async ValueTask StepAsync()
    {
        if (_session is null) await OpenAsync(_end.Token).ConfigureAwait(false);
        if (_isLeaseLost) await ReopenAsync().ConfigureAwait(false);

        // A store that failed is asked first. It does not count as working again because there was nothing to do, and a write that waits for what a process that stands still has locked
        // is possible only after the take-over.
        if (State.IsDown) await PollAsync().ConfigureAwait(false);
        await WriteAsync().ConfigureAwait(false);
        if (IsPollDue) await PollAsync().ConfigureAwait(false);
        if (_nextDue <= _clock.Now) _isClaimWanted = true;
        if (_isClaimWanted && _isClaiming) await ClaimAsync().ConfigureAwait(false);
    }

    // Then a step is a write, and a lone emitter waits for one state machine less.
    private bool HasOnlyToWrite => _session is not null && !_isLeaseLost && !State.IsDown && !IsPollDue && !(_isClaimWanted && _isClaiming) && !(_nextDue <= _clock.Now);

    // How long there is nothing to do.
    private TimeSpan UntilNext()
    {
        var pause = State.Pause;
        if (pause > TimeSpan.Zero) return pause < TimeSpan.FromSeconds(1) ? pause : TimeSpan.FromSeconds(1);
        if (_isLeaseLost || !_emits.IsEmpty || _parts.Count > 0 || _unsure is not null || MayStartSuspects || _settlings.IsUrgent) return TimeSpan.Zero;
        if (_isClaimWanted && _isClaiming && Leased.Count < _host.QueueCapacity) return TimeSpan.Zero;
        var until = _pollInterval - _time.GetElapsedTime(_polled);
        if (_nextDue is { } due && _isClaiming && Leased.Count < _host.QueueCapacity && due - _clock.Now < until) until = due - _clock.Now;
        if (_settlings.UntilLook() is { } look && look < until) until = look;
        if (_refused.UntilDue is { } again && again < until) until = again;
        if (_isClaiming && _suspects.UntilReady is { } suspect && suspect < until) until = suspect;
        if (Leased.HasUnusedKeys && SettlingQueue.Delay < until) until = SettlingQueue.Delay;
        return until > TimeSpan.Zero ? until : TimeSpan.Zero;
    }

    private bool IsPollDue => _time.GetElapsedTime(_polled) >= _pollInterval;

    private async ValueTask PollAsync()
    {
        _polled = _time.GetTimestamp();

        // Instances that started together do not stay together.
        _pollInterval = _options.PollInterval * (0.8 + (0.4 * Random.Shared.NextDouble()));
        int orphans = await AnsweredAsync(_store.TakeOverAsync(_end.Token)).ConfigureAwait(false);
        if (orphans > 0)
        {
            _logger.TookOver(_store.Name, orphans);
            OutboxTelemetry.CountOrphans(Application, orphans);
        }

        // Other instances may have new routes; those that were lost are noticed slowly.
        if (orphans > 0 || _polls % 5 == 0) await AnsweredAsync(_routes.SyncAsync(_store, [], _end.Token)).ConfigureAwait(false);
        Leased.WriteProgress();
        await AnsweredAsync(_backlog.RefreshAsync(_store, _end.Token)).ConfigureAwait(false);
        if (_polls % 10 == 0) await AnsweredAsync(_deadLetters.RefreshAsync(_end.Token)).ConfigureAwait(false);
        if (_isMaintenanceDue || _polls % 30 == 0) _isMaintenanceDue = await AnsweredAsync(_store.MaintainAsync(_end.Token)).ConfigureAwait(false);
        _polls++;
        _isClaimWanted = true;
    }
}
