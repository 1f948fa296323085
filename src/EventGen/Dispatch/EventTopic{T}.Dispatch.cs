using System.Runtime.CompilerServices;
using EventGen.CompilerServices;

namespace EventGen;

// The way of an event that needs more than a call of its synchronous handlers.
public sealed partial class EventTopic<T>
{
    // Not inlined into Emit, so that Emit stays small enough to be inlined itself.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EmitWithNeeds(T payload)
    {
        if (!Telemetry.IsSendObserved)
        {
            EmitHere(payload);
            return;
        }

        using var span = MessageSpan.Send(Descriptor.Id);
        try
        {
            EmitHere(payload);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    private void EmitHere(T payload)
    {
        var subscribers = _subscribers;   // one snapshot, before the needs: who subscribes from here on sees the next event
        var needs = Needs;
        if ((needs & TopicNeeds.Null) != 0) return;
        if ((needs & TopicNeeds.Stopped) != 0 && Bus.IsRefusing) throw new EventBusStoppedException(Descriptor.Id);

        var context = NeedsContext(needs) ? CreateContext() : null;
        if ((needs & TopicNeeds.Queue) != 0 && !Bus.Queue.Enqueue(PackRest(payload, context, subscribers))) return;

        if ((needs & TopicNeeds.Mark) == 0 && context is null)
        {
            RunSynchronous(payload, null, subscribers);
            return;
        }

        var outer = Ambient.Mark(Bus, context);
        try
        {
            RunSynchronous(payload, context, subscribers);
        }
        finally
        {
            Ambient.Restore(outer);
        }
    }

    private void RunSynchronous(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        bool guarded = IsGuarded;
        (guarded ? GuardedTable : _table).RunSynchronous(payload, context);
        foreach (var subscriber in subscribers.Subscribers)
        {
            try
            {
                // Each is null in a subscription of another form, and in one that has ended.
                if (guarded) RunGuarded(subscriber, payload, context);
                else if (subscriber.Plain is { } plain) plain(payload);
                else subscriber.Synchronous?.Invoke(payload, context, Bus.Stopping);
            }
            catch (Exception exception)
            {
                _failures.Report(subscriber, payload, context, exception, inLane: false);
            }
        }
    }

    private void RunGuarded(TopicSubscription<T> subscriber, T payload, EventContext? context)
    {
        if (subscriber.IsActive && subscriber.Asynchronous is null) _failures.Guard.Attempt(subscriber, payload, context, Bus.Stopping);
    }

    private ValueTask InvokeWithNeeds(T payload, CancellationToken cancellationToken) =>
        Telemetry.IsSendObserved ? ObservedInvokeAsync(payload, cancellationToken) : InvokeHereAsync(payload, cancellationToken);

    private async ValueTask ObservedInvokeAsync(T payload, CancellationToken cancellationToken)
    {
        using var span = MessageSpan.Send(Descriptor.Id);
        try
        {
            await InvokeHereAsync(payload, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    private async ValueTask InvokeHereAsync(T payload, CancellationToken cancellationToken)
    {
        var subscribers = _subscribers;
        var needs = Needs;
        if ((needs & TopicNeeds.Null) != 0) return;
        if ((needs & TopicNeeds.Stopped) != 0 && Bus.IsRefusing) throw new EventBusStoppedException(Descriptor.Id);
        cancellationToken.ThrowIfCancellationRequested();

        var context = NeedsContext(needs) ? CreateContext() : null;

        // A mark ends with the thread's next await: what it says must flow.
        if (context is not null || Ambient.IsMarked || !ReferenceEquals(Ambient.Bus, Bus)) Ambient.Set(Ambient.Current.Handling(Bus, context));

        using var linked = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Bus.Stopping)
            : null;
        var token = linked?.Token ?? Bus.Stopping;

        List<HandlerFailure> failures = [];
        try
        {
            await Table.RunAll(payload, context, DispatchMode.Throw, token).ConfigureAwait(false);
        }
        catch (EventDispatchException exception)
        {
            failures.AddRange(exception.Failures);
        }

        await RunSubscribersAsync(subscribers, synchronousToo: true, payload, context, failures, token).ConfigureAwait(false);
        if ((needs & TopicNeeds.Publishers) != 0)
            await _publishers.PublishAsync(payload, context!, failures, token).ConfigureAwait(false);

        if (failures.Count == 0) return;
        if (cancellationToken.IsCancellationRequested && failures.TrueForAll(static failure => failure.Exception is OperationCanceledException))
            throw new OperationCanceledException($"The invocation of event '{Descriptor.Id}' was cancelled.", cancellationToken);
        throw new EventDispatchException(failures);
    }

    private async ValueTask RunSubscribersAsync(
        SubscriberTable<T> subscribers, bool synchronousToo, T payload, EventContext? context, List<HandlerFailure>? failures, CancellationToken token)
    {
        for (int i = 0; i < subscribers.Subscribers.Length; i++)
        {
            var subscriber = subscribers.Subscribers[i];
            if (subscriber.Asynchronous is null && !synchronousToo) continue;
            if (subscriber.IsGone) continue;
            try
            {
                await (IsGuarded ? _failures.Guard.AttemptAsync(subscriber, payload, context, token) : subscriber.CallAsync(payload, context, token)).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                _failures.CollectOrReport(failures, subscriber, payload, context, exception);
            }
        }
    }
}
