namespace EventGen.Generators.Models;

/// <summary>One part of a payload, for its descriptor.</summary>
/// <param name="Name">The member's name, not escaped.</param>
/// <param name="TypeOf">Its type as <c>typeof</c> takes it.</param>
/// <param name="Required">Whether the payload cannot do without it.</param>
internal sealed record FieldModel(string Name, string TypeOf, bool Required);
