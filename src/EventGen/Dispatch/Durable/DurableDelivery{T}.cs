using System.Diagnostics;
using EventGen.CompilerServices;

namespace EventGen;

/// <inheritdoc/>
internal sealed class DurableDelivery<T>(DurableTopic<T> topic, T payload, EventContext context, EventMessage message, IReadOnlyList<OutboxTarget> targets, bool isFirst)
    : DurableDelivery(topic, message, targets)
{
    private TopicServices Services => topic.Services;

    private IOutboxEngine Engine => Services.Outbox.Engine;

    private ulong Partition => context.Key?.Partition ?? 0;

    // What a synchronous emit has run already.
    private HashSet<string>? _done;

    internal override QueuedEvent ToQueue() => new(topic.Work, this, Partition, QueuedPart.Durable);

    internal override void GiveBack() => Engine.GiveBack(this);

    internal override void NoteAccepted() => topic.NoteAccepted(payload, context);

    internal override void NoteReceived() => topic.Failures.Measurements?.TellEmitted(EventActivityKind.Received, context, payload!);

    internal override async ValueTask RunAsync()
    {
        if (!Engine.Begin(this)) return;
        try
        {
            if (isFirst) Telemetry.CountConsumed(topic.Descriptor.Id);

            // Where nobody records spans, what handlers call belongs to the emitter's trace all the same.
            var outer = Activity.Current;
            var activity = GuardedActivity.Continue(topic.Descriptor.Id, context.Trace);
            try
            {
                foreach (var target in Targets)
                {
                    if (target.Due > DueUntil || _done?.Contains(target.Name) == true) continue;
                    WorkerRun.Note(topic.Find(target.Name)?.Description);
                    Engine.Report(this, target.Name, await AttemptAsync(target).ConfigureAwait(false));
                    if (IsStepwise && !await Engine.WrittenAsync(this, Services.Stopping).ConfigureAwait(false)) return;
                }

                if (isFirst) await topic.RunSubscribersAsync(payload, context, Partition).ConfigureAwait(false);
            }
            finally
            {
                WorkerRun.Note(null);
                GuardedActivity.Stop(activity, outer);
            }
        }
        finally
        {
            Engine.End(this);
        }
    }

    /// <summary>Runs the synchronous handlers on the emitter's thread. The event is leased to this process; the rest is left to <see cref="RunAsync"/>.</summary>
    public void RunSynchronous()
    {
        if (!Engine.Begin(this)) return;
        _done = new HashSet<string>(StringComparer.Ordinal);
        var synchronous = topic.SynchronousHandlers.ToHashSet(StringComparer.Ordinal);
        foreach (var target in Targets.Where(target => synchronous.Contains(target.Name)))
        {
            var attempt = AttemptAsync(target);
            Engine.Report(this, target.Name, attempt.IsCompleted ? attempt.Result : attempt.AsTask().GetAwaiter().GetResult());
            _done.Add(target.Name);
        }
    }

    private async ValueTask<DurableOutcome> AttemptAsync(OutboxTarget state)
    {
        if (topic.Find(state.Name) is not { } target) return DurableOutcome.Unknown;
        if (Services.Stopping.IsCancellationRequested) return DurableOutcome.Interrupted;

        if (target.Reachability is { Failure: { } failure } reachability && !reachability.TryEnter())
            return topic.Failures.Postpone(target, payload, context, state, failure, reachability.NextTurn());

        var attempt = context.ForAttempt(state.Attempts + 1);
        Ambient.Set(Ambient.Current.Handling(Services.Delivery.Bus, attempt));
        var handling = target.IsPublisher ? null : HandlerAttempt.Begin(context.Id, state.Name);
        try
        {
            await CallAsync(target, attempt).ConfigureAwait(false);
            return DurableOutcome.Delivered;
        }
        catch (OutboxWorkDoneException)
        {
            return DurableOutcome.Delivered;
        }
        catch (Exception) when (Services.Stopping.IsCancellationRequested || Services.Queue.IsClosed)
        {
            // The drain has been given up. The queue is closed first: from then on handlers may emit no more.
            return DurableOutcome.Interrupted;
        }
        catch (Exception exception)
        {
            return topic.Failures.OutcomeOf(target, payload, attempt, state, exception, hasLostTransaction: handling is { Transaction.IsLost: true });
        }
    }

    private async ValueTask CallAsync(IDeliveryTarget<T> target, EventContext attempt)
    {
        if (target is PublisherTarget<T> publisher)
        {
            if (publisher.IsOnTheWayOf(attempt)) return;
            publisher.RefuseMissing(attempt);
            await publisher.PublishAsync(payload, topic.Outgoing(Message), attempt, Services.Stopping).ConfigureAwait(false);
            return;
        }

        var thread = CallerThread.Capture();
        ValueTask call;
        try
        {
            call = topic.Failures.Invoker.CallAsync(target, payload, attempt, Services.Stopping);
        }
        finally
        {
            thread.Restore();
        }

        await call.ConfigureAwait(false);
    }
}
