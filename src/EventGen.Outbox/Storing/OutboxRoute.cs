namespace EventGen;

/// <summary>A route that a store knows. Immutable.</summary>
/// <param name="Id">What rows name it by; the same for all instances of the application.</param>
/// <param name="Key">Where it goes.</param>
/// <param name="UnseenFor">How long ago an instance last had it, by the store's clock.</param>
public sealed record OutboxRoute(int Id, OutboxRouteKey Key, TimeSpan UnseenFor);
