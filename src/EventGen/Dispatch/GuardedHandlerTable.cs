using EventGen.CompilerServices;

namespace EventGen;

/// <summary>The handlers of another table, each attempt of which is guarded: observed, bounded in time, surrounded by middleware.</summary>
internal sealed class GuardedHandlerTable<T> : IndexedHandlerTable<T>
{
    private readonly HandlerInvoker<T> _guard;
    private readonly IDeliveryTarget<T>[] _targets;

    public GuardedHandlerTable(HandlerInstances instances, HandlerTable<T> inner, DeliveryFailureHandler<T> failures)
        : base(instances)
    {
        _guard = failures.Guard;
        _targets = [.. Enumerable.Range(0, inner.Handlers.Length).Select(inner.Target)];
        Attach(inner.Handlers, failures);
    }

    protected internal override ValueTask Invoke(int index, T payload, EventContext? context, CancellationToken cancellationToken) =>
        _guard.AttemptAsync(_targets[index], payload, context, cancellationToken);

    // The handler itself: who attempts it again guards that attempt.
    internal override IDeliveryTarget<T> Target(int index) => _targets[index];

    protected override void InvokeSynchronous(int index, T payload, EventContext? context, CancellationToken cancellationToken) =>
        _guard.Attempt(_targets[index], payload, context, cancellationToken);
}
