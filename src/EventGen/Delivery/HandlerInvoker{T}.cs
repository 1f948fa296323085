using System.Diagnostics;

namespace EventGen;

/// <summary>
/// All that stands around an attempt of a handler besides the call: its span and duration, its time limit, middleware. One
/// for each event of a bus; events that need none of it are dispatched without. Thread safe.
/// </summary>
internal sealed class HandlerInvoker<T>(DeliveryServices services, EventDescriptor descriptor, EventDelegate? middleware) : IDeliveryCaller<T>
{
    // Looked up by the first attempt that is measured. If two threads race, both find the same.
    private EventMeasurements? _measurements;

    public bool HasMiddleware => middleware is not null;

    /// <inheritdoc/>
    public ValueTask CallAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (!target.IsHandler) return target.CallAsync(payload, context, cancellationToken);
        var running = services.Measurements.IsStarted ? MeasureAsync(target, payload, context, cancellationToken) : TraceAsync(target, payload, context, cancellationToken);
        return services.Streaks.HasAny ? EndStreakAsync(running, target.Name) : running;
    }

    /// <summary>Calls a synchronous target on this thread; what it throws comes out.</summary>
    public void Call(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (!target.IsHandler) target.Call(payload, context, cancellationToken);
        else if (services.Measurements.IsStarted) Measure(target, payload, context, cancellationToken);
        else Trace(target, payload, context, cancellationToken);
        if (services.Streaks.HasAny && target.IsHandler) services.Streaks.Succeeded(descriptor.Id, target.Name);
    }

    private async ValueTask EndStreakAsync(ValueTask running, string handler)
    {
        await running.ConfigureAwait(false);
        services.Streaks.Succeeded(descriptor.Id, handler);
    }

    private async ValueTask MeasureAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        var measurements = _measurements ??= services.Measurements.Of(descriptor.Id);
        long started = Stopwatch.GetTimestamp();
        try
        {
            await TraceAsync(target, payload, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            measurements.Of(target.Name, isPublisher: false).CountAttempt(started);
            throw;
        }

        measurements.Succeeded(target.Name, isPublisher: false, started, context, payload!);
    }

    private void Measure(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        var measurements = _measurements ??= services.Measurements.Of(descriptor.Id);
        long started = Stopwatch.GetTimestamp();
        try
        {
            Trace(target, payload, context, cancellationToken);
        }
        catch (Exception)
        {
            measurements.Of(target.Name, isPublisher: false).CountAttempt(started);
            throw;
        }

        measurements.Succeeded(target.Name, isPublisher: false, started, context, payload!);
    }

    // What is captured is allocated where a method begins: so each lambda stands in a method of its own, called only where it is needed.
    private ValueTask TraceAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken) =>
        Telemetry.IsProcessObserved ? InSpanAsync(target, payload, context, cancellationToken) : InTimeAsync(target, payload, context, cancellationToken);

    private ValueTask InSpanAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken) =>
        MessageSpan.RunAsync(() => MessageSpan.Process(descriptor.Id, target.Name, context), () => InTimeAsync(target, payload, context, cancellationToken));

    private void Trace(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (Telemetry.IsProcessObserved) InSpan(target, payload, context, cancellationToken);
        else InTime(target, payload, context, cancellationToken);
    }

    private void InSpan(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken) =>
        MessageSpan.Run(() => MessageSpan.Process(descriptor.Id, target.Name, context), () => InTime(target, payload, context, cancellationToken));

    private ValueTask InTimeAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken) =>
        !target.Plan.HasTimeout ? InMiddlewareAsync(target, payload, context, cancellationToken)
        : context is { Attempt: > 1 } ? AloneWithTimeoutAsync(target, payload, context, cancellationToken)
        : WithTimeoutAsync(target, payload, context, cancellationToken);

    private async ValueTask AloneWithTimeoutAsync(IDeliveryTarget<T> target, T payload, EventContext context, CancellationToken cancellationToken)
    {
        await services.TimeLimit.UntilAloneAsync(context.Id, target.Name, target.Plan.Timeout, cancellationToken).ConfigureAwait(false);
        await WithTimeoutAsync(target, payload, context, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask WithTimeoutAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken) =>
        services.TimeLimit.RunAsync(descriptor.Id, target.Name, target.Plan.Timeout, token => InMiddlewareAsync(target, payload, context, token), cancellationToken);

    private void InTime(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken)
    {
        if (target.Plan.HasTimeout) WithTimeout(target, payload, context, cancellationToken);
        else Block(InMiddlewareAsync(target, payload, context, cancellationToken));
    }

    private void WithTimeout(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken) =>
        services.TimeLimit.Run(descriptor.Id, target.Name, target.Plan.Timeout, token => Block(InMiddlewareAsync(target, payload, context, token)), cancellationToken);

    private ValueTask InMiddlewareAsync(IDeliveryTarget<T> target, T payload, EventContext? context, CancellationToken cancellationToken) =>
        middleware is null
            ? target.CallAsync(payload, context, cancellationToken)
            : middleware(new EventInvocation<T>(descriptor, target, payload, context ?? services.Contexts.Create(descriptor.Id, key: null), cancellationToken));

    private static void Block(ValueTask pending)
    {
        // Only middleware suspends here: a synchronous handler has no task.
        if (pending.IsCompleted) pending.GetAwaiter().GetResult();
        else pending.AsTask().GetAwaiter().GetResult();
    }
}
