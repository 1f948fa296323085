namespace EventGen.Tests;

/// <summary>What handlers of <see cref="Ping"/> answer with.</summary>
[Event]
public sealed record Pong(int Number = 0);
