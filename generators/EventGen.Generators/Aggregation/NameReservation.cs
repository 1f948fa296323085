namespace EventGen.Generators.Aggregation;

/// <summary>What an event wants for itself alone, and what the module has to know of it.</summary>
/// <param name="FullName">Its type as people name it.</param>
/// <param name="Type">Its type as code names it.</param>
/// <param name="ContainingType">The full name of the type it is nested in; empty when it is not.</param>
/// <param name="Id">Its name on the wire.</param>
/// <param name="Accessor">The accessor's name, not escaped.</param>
/// <param name="HasParts">Whether it has overloads that take its parts.</param>
/// <param name="NeedsObsoleteContext">Whether only obsolete code may name it.</param>
/// <param name="IsPlain">Whether nothing of it is asked for when a bus starts, and the module can name it.</param>
internal sealed record NameReservation(
    string FullName, string Type, string ContainingType, string Id, string Accessor, bool HasParts, bool NeedsObsoleteContext, bool IsPlain);
