namespace EventGen.Generators.Models;

/// <summary>What an event is known by, once nothing keeps its type from being one.</summary>
/// <param name="Type">The payload type.</param>
/// <param name="ContainingType">The full name of the type it is nested in; empty when it is not.</param>
/// <param name="Id">Its name on the wire.</param>
/// <param name="Accessor">The accessor's name, not escaped.</param>
/// <param name="Publishers">The publishers it goes to.</param>
/// <param name="Key">The part that orders deliveries.</param>
internal sealed record EventIdentity(
    TypeName Type, string ContainingType, string Id, string Accessor, EquatableArray<string> Publishers, KeyModel? Key);
