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
        var subscribers = _subscribers;   // before the needs: who subscribes from here on sees the next event
        var needs = Needs;
        if (needs == DispatchFlags.Subscribers) EmitToSubscribers(payload, subscribers);
        else if ((needs & DispatchFlags.Observer) != 0) ObservedEmit(payload);
        else if ((needs & DispatchFlags.Traced) != 0) TracedEmit(payload);
        else EmitHere(payload);
    }

    // Nothing but synchronous subscribers. Without a finally: what is called here throws nothing.
    private void EmitToSubscribers(T payload, SubscriberTable<T> subscribers)
    {
        ref int depth = ref EmitDepth.Current;
        int outer = depth;
        if (outer >= _maxDepth) throw new EmitDepthException(Descriptor.Id, _maxDepth);
        depth = outer + 1;
        _table.RunSynchronous(payload, null);
        RunSubscribers(payload, null, subscribers);
        depth = outer;
    }

    private void TracedEmit(T payload)
    {
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
        if ((needs & DispatchFlags.Null) != 0) return;
        if ((needs & DispatchFlags.Stopped) != 0 && Bus.Queue.IsRefusing) throw new EventBusStoppedException(Descriptor.Id);
        if (EmitDepth.Current >= _maxDepth) throw new EmitDepthException(Descriptor.Id, _maxDepth);

        bool isRetriedByKey = (needs & DispatchFlags.KeyedRetry) != 0, isContextNeeded = isRetriedByKey || NeedsContext(needs);
        EventContext? context = null;
        if ((needs & DispatchFlags.Queue) != 0)
        {
            var key = KeyOf(payload);
            if (isContextNeeded) context = CreateContext(key);
            if (!Bus.Queue.Enqueue(EnvelopeAsynchronousPart(payload, context, subscribers, key.Partition))) return;
        }
        else if (isContextNeeded)
        {
            // Later attempts of the handlers that run here go by the key that the event has now.
            context = Bus.Contexts.Create(Descriptor.Id, isRetriedByKey ? TryReadKey(payload) : null);
        }

        if ((needs & DispatchFlags.History) != 0)
        {
            subscribers = Remember(payload);
            if (context is null && NeedsContext(Needs)) context = CreateContext();
        }

        if ((needs & DispatchFlags.Observer) != 0) Observer.Emitted(this, payload!);
        EmitDepth.Current++;
        bool isMarked = (needs & DispatchFlags.Mark) != 0 || context is not null;
        var outer = isMarked ? Ambient.Mark(Bus, context) : default;
        try
        {
            RunSynchronous(payload, context, subscribers);
        }
        finally
        {
            if (isMarked) Ambient.Restore(outer);
            EmitDepth.Current--;
        }
    }

    private void RunSynchronous(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        bool guarded = IsGuarded;
        (guarded ? GuardedTable : _table).RunSynchronous(payload, context);
        if (subscribers.IsEmpty) return;
        if (guarded) RunGuardedSubscribers(payload, context, subscribers);
        else RunSubscribers(payload, context, subscribers);
    }

    private void RunSubscribers(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        var entries = subscribers.Entries;
        int i = 0;
        while (i < entries.Length)
        {
            // Around the loop: what it needs stays in registers then, and it is entered again behind the one that failed.
            try
            {
                for (; i < entries.Length; i++)
                {
                    if (entries[i].Plain is { } plain && ReferenceEquals(_subscribers, subscribers)) plain(payload);
                    else RunSubscriber(entries[i].Subscription, payload, context);
                }
            }
            catch (Exception exception)
            {
                _failures.Report(entries[i++].Subscription, payload, context, exception);
            }
        }
    }

    // One that takes more than the payload, or may have ended since the dispatch began.
    private void RunSubscriber(TopicSubscription<T> subscriber, T payload, EventContext? context)
    {
        // Each is null in a subscription of another form, and in one that has ended.
        if (subscriber.Plain is { } plain) plain(payload);
        else subscriber.Synchronous?.Invoke(payload, context, Bus.Stopping);
    }

    private void RunGuardedSubscribers(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        foreach (var entry in subscribers.Entries)
        {
            var subscriber = entry.Subscription;
            if (subscriber.HasEnded || !subscriber.IsSynchronous) continue;
            try
            {
                if (subscriber.IsStream) subscriber.Plain?.Invoke(payload);
                else _failures.Guard.Attempt(subscriber, payload, context, Bus.Stopping);
            }
            catch (Exception exception)
            {
                _failures.Report(subscriber, payload, context, exception);
            }
        }
    }

    private ValueTask InvokeWithNeeds(T payload, CancellationToken cancellationToken)
    {
        if (EmitDepth.Current >= _maxDepth) return ValueTask.FromException(new EmitDepthException(Descriptor.Id, _maxDepth));

        // Until it suspends: only what stands on this stack is counted.
        EmitDepth.Current++;
        try
        {
            return (Needs & DispatchFlags.Observer) != 0 ? ObservedInvokeAsync(payload, cancellationToken)
                : (Needs & DispatchFlags.Traced) != 0 ? TracedInvokeAsync(payload, cancellationToken)
                : InvokeHereAsync(payload, cancellationToken);
        }
        finally
        {
            EmitDepth.Current--;
        }
    }

    private async ValueTask TracedInvokeAsync(T payload, CancellationToken cancellationToken)
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
        if ((needs & DispatchFlags.Null) != 0) return;
        if ((needs & DispatchFlags.Stopped) != 0 && Bus.Queue.IsRefusing) throw new EventBusStoppedException(Descriptor.Id);
        cancellationToken.ThrowIfCancellationRequested();
        if ((needs & DispatchFlags.History) != 0) (subscribers, needs) = (Remember(payload), Needs);
        if ((needs & DispatchFlags.Observer) != 0) Observer.Emitted(this, payload!);

        var context = NeedsContext(needs) ? Bus.Contexts.Create(Descriptor.Id, TryReadKey(payload)) : null;

        // A mark ends with the thread's next await: what it says must flow.
        if (context is not null || Ambient.IsMarked || !ReferenceEquals(Ambient.Bus, Bus)) Ambient.Set(Ambient.Current.Handling(Bus, context));

        using var linked = cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Bus.Stopping)
            : null;
        var token = linked?.Token ?? Bus.Stopping;

        List<DeliveryFailure> failures = [];
        try
        {
            await Table.RunAll(payload, context, DispatchMode.Throw, token).ConfigureAwait(false);
        }
        catch (EventDispatchException exception)
        {
            failures.AddRange(exception.Failures);
        }

        await RunSubscribersAsync(subscribers, synchronousToo: true, payload, context, failures, partition: 0, token).ConfigureAwait(false);
        if ((needs & DispatchFlags.Publishers) != 0)
            await _publishers.PublishAsync(payload, context!, failures, partition: 0, token).ConfigureAwait(false);

        if (failures.Count == 0) return;
        if (cancellationToken.IsCancellationRequested && failures.TrueForAll(static failure => failure.Exception is OperationCanceledException))
            throw new OperationCanceledException($"The invocation of event '{Descriptor.Id}' was cancelled.", cancellationToken);
        throw new EventDispatchException(failures);
    }

    private async ValueTask RunSubscribersAsync(
        SubscriberTable<T> subscribers, bool synchronousToo, T payload, EventContext? context, List<DeliveryFailure>? failures, ulong partition, CancellationToken token)
    {
        for (int i = 0; i < subscribers.Entries.Length; i++)
        {
            var subscriber = subscribers.Entries[i].Subscription;
            if (subscriber.HasEnded || (!synchronousToo && subscriber.IsSynchronous)) continue;
            try
            {
                await StartSubscriber(subscriber, payload, context, token).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                _failures.CollectOrReport(failures, subscriber, payload, context, exception, partition);
            }
        }
    }

    // What the subscriber leaves on the thread ends here, before anybody awaits.
    private ValueTask StartSubscriber(TopicSubscription<T> subscriber, T payload, EventContext? context, CancellationToken token)
    {
        var thread = CallerThread.Capture();
        try
        {
            return IsGuarded && !subscriber.IsStream
                ? _failures.Guard.AttemptAsync(subscriber, payload, context, token)
                : subscriber.CallAsync(payload, context, token);
        }
        finally
        {
            thread.Restore();
        }
    }
}
