using EventGen.CompilerServices;

namespace EventGen;

/// <summary>A compile-time handler.</summary>
internal sealed class HandlerTarget<T>(HandlerTable<T> table, int index, HandlerInfo handler, HandlerPlan plan) : IDeliveryTarget<T>
{
    public string Name => handler.Name;

    public bool IsPublisher => false;

    public bool IsHandler => true;

    public bool IsSynchronous { get; } = (handler.Traits & HandlerTraits.Asynchronous) == 0;

    public bool HasEnded => false;

    public HandlerPlan Plan => plan;

    public void Call(T payload, EventContext? context, CancellationToken cancellationToken) =>
        table.Invoke(index, payload, context, cancellationToken).GetAwaiter().GetResult();

    public ValueTask CallAsync(T payload, EventContext? context, CancellationToken cancellationToken) =>
        table.Invoke(index, payload, context, cancellationToken);
}
