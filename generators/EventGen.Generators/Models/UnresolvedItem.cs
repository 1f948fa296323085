namespace EventGen.Generators.Models;

/// <summary>A declaration that names types which are not in reach yet, and so has to be read once more.</summary>
/// <param name="Type">The metadata name of the type.</param>
/// <param name="Member">The place among its members; -1 for the type itself.</param>
/// <param name="FullName">How people name it.</param>
internal sealed record UnresolvedItem(string Type, int Member, string FullName);
