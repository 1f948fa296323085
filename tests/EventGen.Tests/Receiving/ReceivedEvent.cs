namespace EventGen.Tests.Receiving;

/// <summary>An event that names a publisher, so that tests see that a bus does not publish again what it received.</summary>
[Event]
[PublishTo("first")]
public sealed record ReceivedEvent([property: EventKey] string Name, int Number, string? Note = null);
