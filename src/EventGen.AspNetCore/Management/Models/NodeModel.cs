namespace EventGen.AspNetCore.Management;

/// <summary>An event, handler, publisher, the subscribers of an event, an entity whose changes fire events, or a transport that events are received from.</summary>
internal sealed record NodeModel(string Id, string Kind, string Name, string? Event, double Rate, double ReceivedRate, double FailureRate, long Failed, bool IsInCircle);
