namespace EventGen.Generators.Models;

/// <summary>A <c>JsonSerializerContext</c> of the project and the types it lists.</summary>
/// <param name="Type">The context.</param>
/// <param name="Listed">The types, as <see cref="TypeName.Global"/> names them.</param>
/// <param name="Settings">What decides the form of its JSON, as a text.</param>
internal sealed record JsonContextModel(TypeName Type, EquatableArray<string> Listed, string Settings);
