namespace EventGen;

/// <summary>A durable event that a handler emitted in its transaction. Immutable.</summary>
/// <param name="Delivery">The event.</param>
/// <param name="Emit">How it is to be accepted.</param>
public readonly record struct DurableEmission(DurableDelivery Delivery, DurableEmit Emit);
