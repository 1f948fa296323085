using System.Text.Json;
using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The one place that decides what a failed handler or publisher means. One for each event of a bus. Thread safe.</summary>
/// <param name="services">What the deliveries of the bus share.</param>
/// <param name="definition">The event.</param>
/// <param name="descriptor">The event on this bus, with its handlers.</param>
internal sealed class DeliveryFailureHandler<T>(DeliveryServices services, EventDefinition<T> definition, EventDescriptor descriptor)
{
    // If two threads race, either instance serves.
    private DeliveryLoop<T>? _loop;

    // As above.
    private FailureLog<T>? _log;

    public DeliveryServices Services => services;

    public EventDescriptor Descriptor => descriptor;

    /// <summary>Whether the event is durable: a replay then finds what its handler has committed before.</summary>
    public bool IsDurable => descriptor.IsDurable;

    public string EventId => descriptor.Id;

    /// <summary>What is measured of the event; <see langword="null"/> while its bus is not measured.</summary>
    public EventMeasurements? Measurements => services.Measurements.IsStarted ? services.Measurements.Of(descriptor.Id) : null;

    /// <summary>Counts what a full queue has dropped of the event.</summary>
    public DropCounter Drops { get; } = new(services.Counters, descriptor.Id);

    /// <summary>Protects the event's sensitive parts; <see langword="null"/> when it has none.</summary>
    public PayloadProtection<T>? Protection { get; } = PayloadProtection<T>.Create(definition, services.SensitiveData);

    public DeliveryPlan Plan { get; } = new(services.Defaults, services.Defaults.Events.TryGetValue(descriptor.Id, out var options) ? options : null, definition.Retry, definition.HandlerTimeout);

    public HandlerInvoker<T> Invoker { get; } = new(services, descriptor, services.MiddlewareOf(typeof(T)));

    /// <summary>Calls the event's targets.</summary>
    public DeliveryLoop<T> Loop => _loop ??= new DeliveryLoop<T>(this);

    /// <summary>Describes a failure to a caller who awaits the outcome.</summary>
    /// <param name="target">What has failed.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context, if anybody asked for one before.</param>
    /// <param name="exception">What it failed with.</param>
    public DeliveryFailure Describe(IDeliveryTarget<T> target, T payload, EventContext? context, Exception exception)
    {
        Measurements?.Failed(target.Name, target.IsPublisher, exception, context, payload!, attempt: 1, retryIn: null);
        return new DeliveryFailure(EventId, target.Name, exception, payload!, context, target.IsPublisher);
    }

    /// <summary>Reports a failed first attempt on an emitter's thread and has it attempted again, or makes it a dead letter. Never throws.</summary>
    /// <param name="target">What has failed.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context, if anybody asked for one before.</param>
    /// <param name="exception">What it failed with.</param>
    public void Report(IDeliveryTarget<T> target, T payload, EventContext? context, Exception exception) =>
        Report(target, payload, context, exception, context?.Key?.Partition ?? 0, inPartition: false);

    /// <summary>The same on a worker, which runs the event in a partition of the queue. Never throws.</summary>
    /// <inheritdoc cref="Report(IDeliveryTarget{T}, T, EventContext, Exception)"/>
    /// <param name="target">What has failed.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context, if anybody asked for one before.</param>
    /// <param name="exception">What it failed with.</param>
    /// <param name="partition">The partition, which the event keeps even if a handler has changed its key; 0 for none.</param>
    public void ReportOnWorker(IDeliveryTarget<T> target, T payload, EventContext? context, Exception exception, ulong partition) =>
        Report(target, payload, context, exception, partition, inPartition: true);

    /// <summary>Decides what another failed attempt means. Never throws.</summary>
    public void Decide(FailedDelivery<T> delivery, Exception exception)
    {
        delivery.Note(exception, services.Time.GetUtcNow());
        services.TimeLimit.NoteFailure(exception, delivery.Context.Id);
        services.Counters.CountFailure();
        Telemetry.CountFailure(EventId, delivery.Target.Name, delivery.Target.IsPublisher, exception);

        var retry = delivery.Target.Plan.Retry;
        bool again = delivery.Replay is null
            && exception is not UndeliverableException
            && retry.Allows(delivery.Attempts, exception)
            && !services.Stopping.IsCancellationRequested
            && services.Retries.TryReserve();
        if (!again)
        {
            RaiseFailed(delivery, null);
            if (delivery.Replay is null) services.CutOff.Note(EventId);
            DeadLetterAsync(delivery);
            return;
        }

        // Before the worker can leave the partition.
        if (retry.WhileRetrying == KeyOrder.Block) delivery.HoldPartition();
        var delay = retry.DelayAfter(delivery.Attempts, Random.Shared.NextDouble());
        RaiseFailed(delivery, delay);
        services.Retries.Wait(delivery, delay);
    }

    /// <summary>Makes a dead letter of what waits for an attempt that will not come.</summary>
    public void GiveUp(FailedDelivery<T> delivery, string reason)
    {
        if (delivery.Replay is not null)
        {
            delivery.End(succeeded: false);   // its dead letter has never left the store
            return;
        }

        services.Logger.RetryAbandoned(FailureLog<T>.Kind(delivery), delivery.Target.Name, EventId, reason, delivery.DeadLetterId);
        DeadLetterAsync(delivery);
    }

    /// <summary>Decides what a failed attempt of a target of a durable event means, and reports it. The outbox writes it down. Never throws.</summary>
    /// <param name="target">What has failed.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">The attempt's context.</param>
    /// <param name="state">What was known of the target before.</param>
    /// <param name="exception">What it failed with.</param>
    /// <param name="hasLostTransaction">Whether the handler's transaction was lost with its connection.</param>
    public DurableOutcome OutcomeOf(IDeliveryTarget<T> target, T payload, EventContext context, OutboxTarget state, Exception exception, bool hasLostTransaction)
    {
        var now = services.Time.GetUtcNow();
        var delivery = new FailedDelivery<T>(this, target, payload, context, EventIds.Next(now), partition: 0, inPartition: false);
        if (state.FirstFailure is { } first) delivery.Continue(state.Attempts, first);
        delivery.Note(exception, now);
        services.TimeLimit.NoteFailure(exception, context.Id);
        services.Counters.CountFailure();
        Telemetry.CountFailure(EventId, target.Name, target.IsPublisher, exception);

        if (exception is EventPublishException { IsUnreachable: true } && target.Reachability is { } reachability && reachability.Excuses(context.Id))
        {
            var wait = reachability.NextTurn(hasTried: true);
            RaiseFailed(delivery, wait, isLogged: false);   // the outage is
            return Postpone(target, payload, context, state, exception, wait);
        }

        if (hasLostTransaction && services.LostTransactions.Excuses(context.Id, target.Name))
        {
            RaiseFailed(delivery, LostTransactions.Pause, isLogged: false);
            services.Logger.TransactionLost(target.Name, EventId, context.Id, LostTransactions.Pause, $"{exception.GetType().Name}: {ExceptionText.Line(Hide(ExceptionText.MessageOf(exception), payload))}");
            return Postpone(target, payload, context, state, exception, LostTransactions.Pause);
        }

        var retry = target.Plan.Retry;
        if (exception is UndeliverableException || !retry.Allows(delivery.Attempts, exception))
        {
            RaiseFailed(delivery, null);
            var deadLetter = ToDeadLetter(delivery);
            Telemetry.CountDeadLetter(EventId, target.Name, target.IsPublisher, deadLetter.ErrorType);
            return new DurableOutcome { Kind = DurableOutcomeKind.DeadLettered, DeadLetter = deadLetter };
        }

        var delay = retry.DelayAfter(delivery.Attempts, Random.Shared.NextDouble());
        RaiseFailed(delivery, delay);
        return new DurableOutcome
        {
            Kind = DurableOutcomeKind.Retry,
            Target = state with { Attempts = delivery.Attempts, FirstFailure = delivery.FirstFailure, LastError = LastError(exception, payload) },
            Delay = delay,
            WhileRetrying = retry.WhileRetrying,
        };
    }

    /// <summary>A durable event waits for a publisher that cannot be reached, or for the database of a handler's transaction. That uses up no attempt.</summary>
    /// <param name="target">The publisher or handler.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context.</param>
    /// <param name="state">What was known of it before.</param>
    /// <param name="failure">Why it is not reached.</param>
    /// <param name="wait">Until its next turn.</param>
    public DurableOutcome Postpone(IDeliveryTarget<T> target, T payload, EventContext context, OutboxTarget state, Exception failure, TimeSpan wait)
    {
        var order = target.Plan.Retry.WhileRetrying;
        if (context.Key is { Partition: not 0 } && order == KeyOrder.Block) target.Reachability?.NoteHeldKey();
        return new DurableOutcome
        {
            Kind = DurableOutcomeKind.Retry,
            Target = state with { LastError = LastError(failure, payload) },
            Delay = wait,
            WhileRetrying = order,
        };
    }

    /// <summary>A text without passwords and without the sensitive values of an event.</summary>
    public string Hide(string text, T payload) => ConnectionSecrets.Hide(Protection is { } protection ? protection.Hide(text, payload) : text);

    private string LastError(Exception exception, T payload) => $"{exception.GetType().FullName}: {Hide(ExceptionText.MessageOf(exception), payload)}";

    private void RaiseFailed(FailedDelivery<T> delivery, TimeSpan? delay, bool isLogged = true)
    {
        Measurements?.Failed(delivery.Target.Name, delivery.Target.IsPublisher, delivery.Exception, delivery.Context, delivery.Payload!, delivery.Attempts, delay);
        if (isLogged) (_log ??= new FailureLog<T>(this)).Write(delivery, delay);
        services.Failed(new DeliveryFailure(EventId, delivery.Target.Name, delivery.Exception, delivery.Payload!, delivery.Context, delivery.Target.IsPublisher)
        {
            Attempt = delivery.Attempts,
            RetryIn = delay,
        });
    }

    private void DeadLetterAsync(FailedDelivery<T> delivery)
    {
        string? redeliveredBy = delivery.Context.MessageAcknowledgement is { IsRedelivered: true } received ? received.Publisher : null;
        delivery.DeadLetterAsync(services.DeadLetters.KeepAsync(ToDeadLetter(delivery), EventId, redeliveredBy));
    }

    private DeadLetter.Delivery ToDeadLetter(FailedDelivery<T> delivery)
    {
        if (delivery.Replay is null)
        {
            Measurements?.Of(delivery.Target.Name, delivery.Target.IsPublisher).CountDeadLetter();
            if (delivery.Target.IsHandler) services.Streaks.Failed(EventId, delivery.Target.Name, delivery.Exception);
        }

        return Describe(delivery);
    }

    private DeadLetter.Delivery Describe(FailedDelivery<T> delivery) => new()
    {
        Id = delivery.DeadLetterId,
        EventId = EventId,
        Target = delivery.Target.Name,
        IsPublisher = delivery.Target.IsPublisher,
        EmissionId = delivery.Context.Id,
        Timestamp = delivery.Context.Timestamp,
        Payload = delivery.Payload,
        Json = Write(delivery.Payload),
        Version = definition.Descriptor.Version,
        Metadata = delivery.Context.Metadata,
        TraceParent = TraceContext.ToTraceParent(delivery.Context.Trace),
        TraceState = delivery.Context.Trace?.Context.TraceState,
        Via = delivery.Context.Via,
        Attempts = delivery.Attempts,
        FirstFailure = delivery.FirstFailure,
        LastFailure = delivery.LastFailure,
        ExceptionType = delivery.Exception.GetType().FullName!,
        Reason = Hide(ExceptionText.MessageOf(delivery.Exception), delivery.Payload),
        StackTrace = Hide(OwnFrames.Without(ExceptionText.StackTraceOf(delivery.Exception)), delivery.Payload),
    };

    private ReadOnlyMemory<byte> Write(T payload)
    {
        if (definition.Json is not { } json) return default;
        try
        {
            using (ForeignCallScope.Enter(services.MaxEmitDepth)) {
                byte[] written = JsonSerializer.SerializeToUtf8Bytes(payload, json());
                return Protection?.Protect(written) ?? written;
            }
        }
        catch (Exception)
        {
            // The payload's own code: what it throws here says nothing about the failure. The dead letter keeps the object.
            return default;
        }
    }

    private void Report(IDeliveryTarget<T> target, T payload, EventContext? context, Exception exception, ulong partition, bool inPartition)
    {
        context ??= services.Contexts.Create(EventId, key: null);
        context.MessageAcknowledgement?.Hold();   // until the delivery is settled
        Decide(new FailedDelivery<T>(this, target, payload, context, EventIds.Next(services.Time.GetUtcNow()), partition, inPartition), exception);
    }
}
