namespace EventGen.AspNetCore.Tests;

/// <summary>What requests emit.</summary>
[Event]
internal sealed record Booked(string Visitor);
