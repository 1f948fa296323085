namespace EventGen.Generators.Models;

/// <summary>A type as generated code and people name it.</summary>
/// <param name="Global">For code: <c>global::Shop.OrderPlaced</c>, keywords escaped.</param>
/// <param name="FullName">For people and for ordering: <c>Shop.OrderPlaced</c>, nested types with a dot, nothing escaped.</param>
/// <param name="Name">The last part: <c>OrderPlaced</c>.</param>
internal sealed record TypeName(string Global, string FullName, string Name);
