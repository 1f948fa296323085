namespace EventGen.Generators.Aggregation;

/// <summary>What an event wants for itself alone, and what the module has to know of it.</summary>
internal sealed record NameReservation(
    string FullName, string ContainingType, string Id, string Accessor, bool HasParts, bool NeedsObsoleteContext);
