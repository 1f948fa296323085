namespace EventGen.Tests.Receiving;

/// <summary>An event that is received and, were it emitted here, published: a bus never publishes what it received.</summary>
[Event("arrived")]
[PublishTo("first")]
public sealed record Arrived([property: EventKey] string Name, int Number, string? Note = null);
