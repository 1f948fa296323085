namespace EventGen.AspNetCore.Management;

/// <summary>How a publisher fares.</summary>
internal sealed record PublisherModel(string Name, string Status, string? LastError);
