namespace EventGen.Outbox;

/// <summary>The events that this instance has leased, and the order keys that it holds for them. Thread safe.</summary>
/// <param name="clock">The store's clock.</param>
/// <param name="settle">
/// Takes what is to be written. Called under the lock, so that what is written of one event comes in the order in which it happened.
/// </param>
internal sealed class LeasedEvents(StoreClock clock, Action<Settling> settle)
{
    private readonly object _gate = new();

    // All under _gate.
    private readonly Dictionary<long, LeasedEvent> _events = [];
    private readonly Dictionary<string, KeyUse> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _kept = new(StringComparer.Ordinal);
    private bool _isDraining;
    private bool _isClosed;

    public int Count
    {
        get
        {
            lock (_gate) return _events.Count;
        }
    }

    /// <summary>Adds an event.</summary>
    /// <returns>False when it is there already.</returns>
    public bool Add(LeasedEvent leased)
    {
        lock (_gate)
        {
            if (!_events.TryAdd(leased.Position, leased)) return false;
            if (leased.Delivery is { } delivery) delivery.State = leased;
            if (leased.OrderKey is not { } key) return true;
            if (!_keys.TryGetValue(key, out var use)) _keys[key] = use = new KeyUse();
            use.Count++;
            _unused.Remove(key);
            return true;
        }
    }

    /// <summary>Something is about to run the event.</summary>
    /// <returns>False when it must not run. If that is because an earlier event of its key waits for another attempt, it follows that one back into the store.</returns>
    public bool Begin(DurableDelivery delivery)
    {
        lock (_gate)
        {
            if (delivery.State is not LeasedEvent { State: LeasedState.Waiting } leased || _isClosed) return false;
            if (leased.OrderKey is { } key && _keys.TryGetValue(key, out var use) && use.IsBlocked)
            {
                leased.State = LeasedState.Ended;
                settle(Release(leased, due: null));
                return false;
            }

            leased.State = LeasedState.Running;
            return true;
        }
    }

    /// <summary>Notes what an attempt came to.</summary>
    /// <returns>False when the lease is lost: the work is void.</returns>
    public bool Report(DurableDelivery delivery, string target, DurableOutcome outcome, Func<LeasedEvent, string, DeadLetter> unknown)
    {
        lock (_gate)
        {
            if (delivery.State is not LeasedEvent { State: LeasedState.Running } leased) return false;
            if (outcome.Kind == DurableOutcomeKind.Interrupted) return true;
            if (leased.IsHeld) leased.Attempted.Add(target);
            leased.IsDirty = true;
            switch (outcome.Kind)
            {
                case DurableOutcomeKind.Delivered:
                    leased.Settle(target);
                    break;
                case DurableOutcomeKind.Retry:
                    leased.Keep(outcome.Target! with { Due = clock.After(outcome.Delay) });
                    if (outcome.WhileRetrying == KeyOrder.Block) leased.BlocksKey = true;
                    else leased.LeavesOrder = true;
                    break;
                default:
                    leased.Settle(target);
                    (leased.DeadLetters ??= []).Add(outcome.DeadLetter ?? unknown(leased, target));
                    break;
            }

            return true;
        }
    }

    /// <summary>Nothing of the event runs any more.</summary>
    /// <returns>True when the rest of it is to be given to the workers.</returns>
    public bool End(DurableDelivery delivery)
    {
        lock (_gate)
        {
            if (delivery.State is not LeasedEvent leased || leased.State is LeasedState.Ended or LeasedState.Void) return false;
            if (leased.Remaining.Count > 0 && leased is { IsHeld: true, OrderKey: null } && leased.Remaining.All(target => !leased.Attempted.Contains(target.Name)))
            {
                leased.IsHeld = false;
                leased.State = LeasedState.Waiting;
                return true;
            }

            leased.State = LeasedState.Ended;
            if (leased.Remaining.Count == 0)
            {
                settle(new Settling(leased, OutboxSettlementKind.Remove, leased.Route, default, null, TakeDeadLetters(leased)));
                return false;
            }

            var due = leased.Remaining.Min(static target => target.Due ?? DateTimeOffset.MinValue);
            settle(Release(leased, due == DateTimeOffset.MinValue ? clock.Now : due));
            return false;
        }
    }

    /// <summary>Gives an event back that waits for a worker.</summary>
    public void GiveBack(DurableDelivery delivery)
    {
        lock (_gate)
        {
            if (delivery.State is not LeasedEvent { State: LeasedState.Waiting } leased) return;
            leased.State = LeasedState.Ended;
            leased.BlocksKey = leased.OrderKey is not null;   // those behind it must not pass
            settle(Release(leased, due: null));
        }
    }

    /// <summary>Has written what running events have come to that their rows do not say.</summary>
    public void WriteProgress()
    {
        lock (_gate)
        {
            foreach (var leased in _events.Values)
            {
                if (leased is { State: LeasedState.Running, IsDirty: true } && leased.Remaining.Count > 0) settle(Keep(leased));
            }
        }
    }

    /// <summary>Has written what a running event has come to.</summary>
    /// <returns>True once it is written, or where there is nothing left to attempt; false when its lease is lost.</returns>
    public Task<bool> WriteAsync(DurableDelivery delivery)
    {
        lock (_gate)
        {
            if (delivery.State is not LeasedEvent { State: LeasedState.Running } leased) return Task.FromResult(false);
            if (leased.Remaining.Count == 0) return Task.FromResult(true);
            leased.Written = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            settle(Keep(leased) with { IsAwaited = true });
            return leased.Written.Task;
        }
    }

    /// <summary>The bus is about to stop: what is given back from here on is counted as kept.</summary>
    public void BeginDrain()
    {
        lock (_gate) _isDraining = true;
    }

    /// <summary>An event has been settled, and is not leased here any more.</summary>
    public void Remove(LeasedEvent leased)
    {
        lock (_gate)
        {
            if (!_events.Remove(leased.Position) || leased.OrderKey is not { } key || !_keys.TryGetValue(key, out var use) || --use.Count > 0) return;
            _keys.Remove(key);
            _unused.Add(key);
        }
    }

    /// <summary>A key that the store may hold for this instance, and of which it has nothing, is to be freed.</summary>
    public void Unused(string key)
    {
        lock (_gate)
        {
            if (!_keys.ContainsKey(key)) _unused.Add(key);
        }
    }

    /// <summary>Takes the keys of which nothing is left here.</summary>
    /// <param name="limit">How many at most.</param>
    /// <param name="needed">Keys that are about to be used.</param>
    public IReadOnlyList<string> TakeUnusedKeys(int limit, IReadOnlySet<string> needed)
    {
        lock (_gate)
        {
            if (_unused.Count == 0) return [];
            string[] keys = [.. _unused.Where(key => !needed.Contains(key)).Take(limit)];
            _unused.ExceptWith(keys);
            return keys;
        }
    }

    public bool HasUnusedKeys
    {
        get
        {
            lock (_gate) return _unused.Count > 0;
        }
    }

    /// <summary>The lease is lost: nothing that is here may be settled.</summary>
    /// <returns>How many events that were.</returns>
    public int VoidAll() => CountAndVoid().Values.Sum();

    /// <summary>The bus has stopped: nothing begins any more, and what is here is left.</summary>
    /// <returns>How many events that were, by event id.</returns>
    public IReadOnlyDictionary<string, int> Close()
    {
        lock (_gate) _isClosed = true;
        CountAndVoid();
        lock (_gate) return new Dictionary<string, int>(_kept, StringComparer.Ordinal);
    }

    private Dictionary<string, int> CountAndVoid()
    {
        lock (_gate)
        {
            var counts = _events.Values.GroupBy(static leased => leased.EventId, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);
            foreach (var leased in _events.Values)
            {
                if (_isClosed && (leased.State != LeasedState.Ended || leased.IsRefused)) CountKept(leased);
                leased.State = LeasedState.Void;
                leased.Written?.TrySetResult(false);
            }

            _events.Clear();
            _keys.Clear();
            _unused.Clear();
            return counts;
        }
    }

    // Under _gate.
    private void CountKept(LeasedEvent leased) => _kept[leased.EventId] = _kept.GetValueOrDefault(leased.EventId) + 1;

    // Under _gate.
    private static Settling Keep(LeasedEvent leased)
    {
        leased.IsDirty = false;
        leased.HasProgress = true;
        leased.Route = RouteOf(leased);
        return new Settling(leased, OutboxSettlementKind.Keep, leased.Route, TargetsForm.Write(leased.Remaining), null, TakeDeadLetters(leased));
    }

    // Under _gate.
    private Settling Release(LeasedEvent leased, DateTimeOffset? due)
    {
        if (_isDraining) CountKept(leased);
        if (leased is { OrderKey: { } key, LeavesOrder: false } && _keys.TryGetValue(key, out var use)) use.IsBlocked = true;
        leased.Route = RouteOf(leased);
        return new Settling(leased, OutboxSettlementKind.Release, leased.Route, TargetsForm.Write(leased.Remaining), due, TakeDeadLetters(leased));
    }

    private static OutboxRouteKey RouteOf(LeasedEvent leased) =>
        leased.Remaining.Count == leased.Route.Targets.Count ? leased.Route : new OutboxRouteKey(leased.Route.EventId, leased.Route.Version, leased.Remaining.Select(static target => target.Name));

    private static DeadLetter[] TakeDeadLetters(LeasedEvent leased)
    {
        if (leased.DeadLetters is not { } taken) return [];
        leased.DeadLetters = null;
        return [.. taken];
    }

    private sealed class KeyUse
    {
        public int Count { get; set; }

        /// <summary>An event of the key waits for another attempt: the later ones follow it back into the store.</summary>
        public bool IsBlocked { get; set; }
    }
}
