namespace EventGen;

/// <summary>The synchronous ones of some targets.</summary>
/// <param name="targets">The targets.</param>
/// <param name="guard">What stands around each call; <see langword="null"/> for nothing.</param>
/// <param name="cancellationToken">Passed to the targets.</param>
internal readonly struct TargetCalls<T>(IReadOnlyList<IDeliveryTarget<T>> targets, HandlerInvoker<T>? guard, CancellationToken cancellationToken) : ISynchronousCalls<T>
{
    public int Count => targets.Count;

    public IDeliveryTarget<T> Target(int index) => targets[index];

    public void Call(int index, T payload, EventContext? context)
    {
        var target = targets[index];
        if (!target.IsSynchronous || target.HasEnded) return;
        if (guard is null) target.Call(payload, context, cancellationToken);
        else guard.Call(target, payload, context, cancellationToken);
    }
}
