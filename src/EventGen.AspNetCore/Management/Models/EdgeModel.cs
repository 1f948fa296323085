namespace EventGen.AspNetCore.Management;

/// <summary>From an event to what handles or publishes it, from an event to one that its handlers have emitted, from an entity to the event that its changes fire, from a transport to an event that it has received.</summary>
internal sealed record EdgeModel(string From, string To, string Kind, double Rate, double FailureRate);
