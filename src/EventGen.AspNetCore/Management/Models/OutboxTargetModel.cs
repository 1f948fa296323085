namespace EventGen.AspNetCore.Management;

/// <summary>A handler or publisher that has not had an event of the outbox yet.</summary>
internal sealed record OutboxTargetModel(string Name, int Attempts, DateTimeOffset? Due, string? LastError);
