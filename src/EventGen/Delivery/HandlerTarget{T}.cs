using EventGen.CompilerServices;

namespace EventGen;

/// <summary>A compile-time handler.</summary>
internal sealed class HandlerTarget<T>(HandlerTable<T> table, int index, string name, HandlerPlan plan) : IDeliveryTarget<T>
{
    public string Name => name;

    public bool IsPublisher => false;

    public bool HasEnded => false;

    public HandlerPlan Plan => plan;

    public ValueTask CallAsync(T payload, EventContext? context, CancellationToken cancellationToken) =>
        table.Invoke(index, payload, context, cancellationToken);
}
