using EventGen.CompilerServices;

namespace EventGen;

/// <summary>
/// Calls the targets of an event one after the other: handlers, subscribers and publishers alike. Each is isolated: one that throws
/// keeps no other from being called. Besides the generated dispatchers, which call their handlers straight and come here with the
/// first that suspends or fails, this is the only place that calls targets and learns of their outcome. Thread safe.
/// </summary>
internal sealed class DeliveryLoop<T>(DeliveryFailureHandler<T> failures)
{
    /// <summary>Calls synchronous targets on the emitter's thread, and reports those that fail.</summary>
    public void Run<TCalls>(TCalls calls, T payload, EventContext? context) where TCalls : struct, ISynchronousCalls<T>
    {
        int i = 0;
        while (i < calls.Count)
        {
            // Around the inner loop: what it needs stays in registers then, and it is entered again behind the one that failed.
            try
            {
                for (; i < calls.Count; i++) calls.Call(i, payload, context);
            }
            catch (Exception exception)
            {
                failures.Report(calls.Target(i++), payload, context, exception);
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
        IReadOnlyList<IDeliveryTarget<T>> targets, IDeliveryCaller<T> caller, T payload, EventContext? context, DispatchMode mode, bool asynchronousOnly, CancellationToken cancellationToken) =>
        RunAsync(targets, 0, null, caller, payload, context, mode, asynchronousOnly, cancellationToken);

    /// <summary>Awaits a target that has been called, then calls those after it.</summary>
    /// <inheritdoc cref="RunAsync(IReadOnlyList{IDeliveryTarget{T}}, IDeliveryCaller{T}, T, EventContext, DispatchMode, bool, CancellationToken)"/>
    /// <param name="targets">The targets.</param>
    /// <param name="index">The place of the one that is pending.</param>
    /// <param name="pending">What it returned; a faulted task if it threw.</param>
    /// <param name="payload">The event.</param>
    /// <param name="context">Its context, if somebody takes it.</param>
    /// <param name="mode">What becomes of failures.</param>
    /// <param name="cancellationToken">Passed to the targets.</param>
    public ValueTask ResumeAsync(
        IReadOnlyList<IDeliveryTarget<T>> targets, int index, ValueTask pending, T payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken) =>
        RunAsync(targets, index, pending, DirectCaller<T>.Instance, payload, context, mode, asynchronousOnly: false, cancellationToken);

    private async ValueTask RunAsync(
        IReadOnlyList<IDeliveryTarget<T>> targets, int index, ValueTask? pending, IDeliveryCaller<T> caller, T payload, EventContext? context, DispatchMode mode, bool asynchronousOnly, CancellationToken cancellationToken)
    {
        List<DeliveryFailure>? failed = null;
        for (; index < targets.Count; index++)
        {
            var target = targets[index];
            if (pending is null && (target.HasEnded || (asynchronousOnly && target.IsSynchronous))) continue;
            try
            {
                await (pending ?? Start(caller, target, payload, context, cancellationToken)).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                if (mode.IsReporting) failures.ReportOnWorker(target, payload, context, exception, mode.Partition);
                else (failed ??= mode.Failures ?? []).Add(failures.Describe(target, payload, context, exception));
            }

            pending = null;
        }

        if (failed is not null && mode.Failures is null) throw new EventDispatchException(failed);
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
