namespace EventGen.Outbox;

// How what waits in the store gets to the workers.
internal sealed partial class Relay
{
    // As many deaths during its delivery as an event may cause.
    private const int MaxCrashes = 5;

    private async ValueTask ClaimAsync()
    {
        int capacity = _host.QueueCapacity - Leased.Count;
        if (capacity <= 0) return;   // asked again when something has been settled
        if (_routes.Taken.Count == 0)
        {
            _isClaimWanted = false;
            return;
        }

        OutboxClaim claim;
        try
        {
            claim = await AnsweredAsync(_store.ClaimAsync(new OutboxClaimRequest(_routes.Taken, Math.Min(capacity, _options.BatchSize)), _end.Token)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutboxStoreException { MayBeCommitted: false })
        {
            // What it leased is known to the store alone. A new epoch takes it back. What a store of others throws says nothing about what it did.
            _isLeaseLost = true;
            throw;
        }

        _clock.Note(claim.Now);
        _isClaimWanted = claim.HasMore;
        _nextDue = claim.NextDue > claim.Now ? claim.NextDue : null;
        foreach (var row in claim.Rows)
        {
            if (Accept(row) is { } leased) Run(leased);
        }
    }

    // Null for one that goes to no worker.
    private LeasedEvent? Accept(OutboxRow row)
    {
        if (_routes.Find(row.Route) is not { } route)
        {
            // A route that this instance does not know cannot have been claimed; the next look at the routes finds it.
            _isLeaseLost = true;
            return null;
        }

        var topic = _routes.TopicOf(route.Key) ?? (_host.Topics.FirstOrDefault(topic => topic.Descriptor.Id == route.Key.EventId));
        var message = MetadataForm.Read(row, route.Key, _host.Limits);
        string? fault = message is null ? "What travels with it cannot be read." : null;
        var targets = Targets(row, route.Key, ref fault);
        if (row.Crashes >= MaxCrashes) return GiveUp(row, route.Key, targets, message, $"{row.Crashes} processes died while they delivered it.");
        if (_routes.TopicOf(route.Key) is null) return GiveUp(row, route.Key, targets, message, $"No instance has had version {route.Key.Version} of the event for {_options.UnknownAfter}.");

        bool isFirst = row is { Targets.IsEmpty: true, Crashes: 0 } && (route.Key.Targets.Count == topic!.Targets.Count || route.Key.Targets.Count == topic.ReceivedTargets.Count || route.Key.Targets.Count == topic.KnownTargets.Count);
        var delivery = fault is null ? topic!.Read(message!, targets, isFirst, out fault) : null;
        if (delivery is null) return Reject(row, route.Key, message, fault!);

        delivery.IsStepwise = row.Crashes > 1;   // the next target may be the one that kills
        var leased = new LeasedEvent(row.Id, row.Position, route.Key, row.OrderKey, delivery) { LeavesMark = LeavesMark(row), Crashes = row.Crashes };
        return Leased.Add(leased) ? leased : null;
    }

    // Its emitter, in another process or an earlier start, may not know that it was accepted.
    private bool LeavesMark(OutboxRow row) => row.Origin is { } origin && (origin != _session!.Epoch || _repeatable.MayContain(row.Id));

    private static IReadOnlyList<OutboxTarget> Targets(OutboxRow row, OutboxRouteKey route, ref string? fault)
    {
        try
        {
            return TargetsForm.Read(route.Targets, row.Targets);
        }
        catch (Exception)
        {
            fault ??= "What is known of its attempts cannot be read.";
            return TargetsForm.Read(route.Targets, default);
        }
    }

    private LeasedEvent? GiveUp(OutboxRow row, OutboxRouteKey route, IReadOnlyList<OutboxTarget> targets, EventMessage? message, string reason)
    {
        if (message is null) return Reject(row, route, message, reason);

        // An attempt that ended with its process was written down nowhere else.
        DeadLetter[] deadLetters = [.. targets.Select(target => ToDeadLetter(route.EventId, message, target with { Attempts = target.Attempts + row.Crashes }, reason))];
        foreach (var deadLetter in deadLetters) _logger.GivenUp(route.EventId, row.Id, deadLetter.Target, reason, deadLetter.Id);
        RemoveAtOnce(row, route, deadLetters);
        return null;
    }

    private LeasedEvent? Reject(OutboxRow row, OutboxRouteKey route, EventMessage? message, string fault)
    {
        var now = _clock.Now;
        var deadLetter = new DeadLetter.RejectedMessage
        {
            Id = _host.NextId(),
            EventId = route.EventId,
            Target = "outbox",
            EmissionId = row.Id,
            Timestamp = row.Timestamp,
            Metadata = message?.Metadata ?? EventMetadata.Empty,
            Attempts = 1,
            FirstFailure = now,
            LastFailure = now,
            Reason = fault,
            Content = message?.ToTransportJson() ?? row.Payload,
        };
        _logger.Unreadable(route.EventId, row.Id, fault, deadLetter.Id);
        RemoveAtOnce(row, route, [deadLetter]);
        return null;
    }

    private void RemoveAtOnce(OutboxRow row, OutboxRouteKey route, DeadLetter[] deadLetters)
    {
        var leased = new LeasedEvent(row.Id, row.Position, route, row.OrderKey, delivery: null) { State = LeasedState.Ended, LeavesMark = LeavesMark(row) };
        if (Leased.Add(leased)) _settlings.Add(new Settling(leased, OutboxSettlementKind.Remove, route, default, null, deadLetters));
    }

    /// <summary>What is given up without an attempt of this process.</summary>
    public DeadLetter.Delivery ToDeadLetter(string eventId, EventMessage message, OutboxTarget target, string reason)
    {
        var now = _clock.Now;
        string? publisher = target.Name.StartsWith("publisher:", StringComparison.Ordinal) ? target.Name["publisher:".Length..] : null;
        return new DeadLetter.Delivery
        {
            Id = _host.NextId(),
            EventId = eventId,
            Target = publisher ?? target.Name,
            IsPublisher = publisher is not null,
            EmissionId = message.Id,
            Timestamp = message.Timestamp,
            Json = message.Payload,
            Version = message.Version,
            Metadata = message.Metadata,
            TraceParent = message.TraceParent,
            TraceState = message.TraceState,
            Via = message.Via,
            Attempts = target.Attempts,
            FirstFailure = target.FirstFailure ?? now,
            LastFailure = now,
            Reason = reason,
        };
    }

    /// <summary>A leased event without its target here, though nobody else has had it either for long.</summary>
    public DeadLetter Unknown(LeasedEvent leased, string target)
    {
        string reason = $"No instance has had '{target}' for {_options.UnknownAfter}. [Subscribe(Name = …)] keeps the identity of a handler that is renamed.";
        var deadLetter = ToDeadLetter(leased.EventId, leased.Delivery!.Message, new OutboxTarget { Name = target }, reason);
        _logger.GivenUp(leased.EventId, leased.Id, target, reason, deadLetter.Id);
        return deadLetter;
    }
}
