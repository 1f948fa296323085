namespace EventGen.AspNetCore.Management;

/// <summary>A dead letter of an emission.</summary>
internal sealed record TraceDeadLetterModel(Guid Id, string Target, string Kind);
