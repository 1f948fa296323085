namespace EventGen.AspNetCore.Management;

/// <summary>One part of an event's payload.</summary>
internal sealed record FieldModel(string Name, string Type, bool Required);
