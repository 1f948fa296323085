namespace EventGen.Generators.Models;

/// <summary>What one event's file is written from: its declaration and what the rest of the project knows of it.</summary>
/// <param name="Event">The declaration.</param>
/// <param name="Identifier">What generated members are named after: its accessor, made unique in the module.</param>
/// <param name="Hint">The distinct part of the file's name.</param>
/// <param name="JsonContext">The <c>JsonSerializerContext</c> that lists it; <see langword="null"/> when none does.</param>
/// <param name="Upgrades">How its older versions are read.</param>
/// <param name="Handlers">Its handlers, in the order in which they run.</param>
internal sealed record EventFile(EventModel Event, string Identifier, string Hint, string? JsonContext, EquatableArray<UpgradeFile> Upgrades, EquatableArray<HandlerModel> Handlers);
