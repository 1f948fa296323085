namespace EventGen.Testing;

/// <summary>What one call of <c>UseTestEventBus</c> says of the bus.</summary>
internal sealed record TestBusSetting(Action<EventBusBuilder> Configure);
