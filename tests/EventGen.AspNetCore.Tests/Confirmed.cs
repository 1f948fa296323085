namespace EventGen.AspNetCore.Tests;

/// <summary>What handlers of <see cref="Booked"/> emit.</summary>
[Event]
internal sealed record Confirmed(string Visitor);
