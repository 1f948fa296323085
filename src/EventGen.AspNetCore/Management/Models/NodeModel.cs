namespace EventGen.AspNetCore.Management;

/// <summary>An event, handler, publisher, the subscribers of an event, or an entity whose changes fire events.</summary>
internal sealed record NodeModel(string Id, string Kind, string Name, string? Event, double Rate, double FailureRate, long Failed, bool IsInCircle);
