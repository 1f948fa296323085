using EventGen.CompilerServices;

namespace EventGen;

/// <summary>
/// Calls the targets of an event one after the other: handlers, subscribers and publishers alike. Each is isolated: one that throws
/// keeps no other from being called. Besides the generated dispatchers, which call their handlers straight and come here with the
/// first that suspends or fails, this is the only place that calls targets and learns of their outcome. Thread safe.
/// </summary>
internal sealed class DeliveryLoop<T>(DeliveryFailureHandler<T> failures)
{
    /// <summary>Calls the synchronous ones of some targets on the emitter's thread, and reports those that fail.</summary>
    /// <param name="targets">The targets; those that have ended are passed over.</param>
    /// <param name="guard">What stands around each call; <see langword="null"/> for nothing.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context, if somebody takes it.</param>
    /// <param name="cancellationToken">Passed to the targets.</param>
    public void Run(DeliveryTargets<T> targets, HandlerInvoker<T>? guard, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        var entries = targets.Entries;
        var ended = targets.Ended;
        int i = 0;
        while (i < entries.Length)
        {
            // Around the inner loop: what it needs stays in registers then, and it is entered again behind the one that failed.
            try
            {
                for (; i < entries.Length; i++)
                {
                    if (entries[i].Plain is { } plain && guard is null && !ended.Any) plain(payload);
                    else Call(entries[i].Target, guard, payload, context, cancellationToken);
                }
            }
            catch (Exception exception)
            {
                failures.Report(entries[i++].Target, payload, context, exception);
            }
        }
    }

    /// <summary>Calls targets and awaits each.</summary>
    /// <param name="targets">The targets; those that have ended are passed over.</param>
    /// <param name="caller">How each is called.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context, if somebody takes it.</param>
    /// <param name="mode">What becomes of failures.</param>
    /// <param name="asynchronousOnly">Passes over the synchronous ones, which an emit has run.</param>
    /// <param name="cancellationToken">Passed to the targets.</param>
    /// <exception cref="EventDispatchException">Targets have failed, and <paramref name="mode"/> says to throw.</exception>
    public ValueTask RunAsync(
        DeliveryTargets<T> targets, IDeliveryCaller<T> caller, T payload, EventContext? context, DispatchMode mode, bool asynchronousOnly, CancellationToken cancellationToken)
    {
        // A target that has run through costs no state machine.
        for (int index = 0; index < targets.Count; index++)
        {
            var target = targets[index];
            if (target.HasEnded || (asynchronousOnly && target.IsSynchronous)) continue;
            ValueTask running;
            try
            {
                running = Start(caller, target, payload, context, cancellationToken);
                if (running.IsCompletedSuccessfully)
                {
                    running.GetAwaiter().GetResult();   // its source may be used again
                    continue;
                }
            }
            catch (Exception exception)
            {
                running = ValueTask.FromException(exception);
            }

            return RunAsync(targets, index, running, caller, payload, context, mode, asynchronousOnly, cancellationToken);
        }

        return default;
    }

    /// <summary>Awaits a target that has been called, then calls those after it.</summary>
    /// <inheritdoc cref="RunAsync(DeliveryTargets{T}, IDeliveryCaller{T}, T, EventContext, DispatchMode, bool, CancellationToken)"/>
    /// <param name="targets">The targets.</param>
    /// <param name="index">The place of the one that is pending.</param>
    /// <param name="pending">What it returned; a faulted task if it threw.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context, if somebody takes it.</param>
    /// <param name="mode">What becomes of failures.</param>
    /// <param name="cancellationToken">Passed to the targets.</param>
    public ValueTask ResumeAsync(
        DeliveryTargets<T> targets, int index, ValueTask pending, T payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken) =>
        RunAsync(targets, index, pending, DirectCaller<T>.Instance, payload, context, mode, asynchronousOnly: false, cancellationToken);

    private async ValueTask RunAsync(
        DeliveryTargets<T> targets, int index, ValueTask? pending, IDeliveryCaller<T> caller, T payload, EventContext? context, DispatchMode mode, bool asynchronousOnly, CancellationToken cancellationToken)
    {
        List<DeliveryFailure>? failed = null;
        for (; index < targets.Count; index++)
        {
            var target = targets[index];
            if (pending is null && (target.HasEnded || (asynchronousOnly && target.IsSynchronous))) continue;
            try
            {
                Note(mode, target, target.Name);
                await (pending ?? Start(caller, target, payload, context, cancellationToken)).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                if (mode.IsReporting) failures.ReportOnWorker(target, payload, context, exception, mode.Partition);
                else (failed ??= mode.Failures ?? []).Add(failures.Describe(target, payload, context, exception));
            }
            finally
            {
                Note(mode, target, null);
            }

            pending = null;
        }

        if (failed is not null && mode.Failures is null) throw new EventDispatchException(failed);
    }

    // Whoever reports runs on a worker, but for publishers, which may outlive its run.
    private static void Note(DispatchMode mode, IDeliveryTarget<T> target, string? running)
    {
        if (mode.IsReporting && !target.IsPublisher) WorkerRun.Note(running);
    }

    private static void Call(IDeliveryTarget<T> target, HandlerInvoker<T>? guard, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (!target.IsSynchronous || target.HasEnded) return;
        if (guard is null) target.Call(payload, context, cancellationToken);
        else guard.Call(target, payload, context, cancellationToken);
    }

    // What the target leaves on the thread ends here: the await that follows, and the next target, must not wait for a
    // synchronization context of its making.
    private static ValueTask Start(IDeliveryCaller<T> caller, IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        var thread = CallerThread.Capture();
        try
        {
            return caller.CallAsync(target, payload, context, cancellationToken);
        }
        finally
        {
            thread.Restore();
        }
    }
}
