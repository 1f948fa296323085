namespace EventGen.Generators.Models;

/// <summary>What the file of an event that another assembly declares is written from.</summary>
/// <param name="Event">The event.</param>
/// <param name="Identifier">What generated members are named after.</param>
/// <param name="Hint">The distinct part of the file's name.</param>
/// <param name="Accessor">The accessor that is repeated here; <see langword="null"/> when none is.</param>
/// <param name="Handlers">Its handlers here, in the order in which they run.</param>
internal sealed record ReferencedEventFile(
    TypeName Event, string Identifier, string Hint, ReferencedAccessorModel? Accessor, EquatableArray<HandlerModel> Handlers);
