namespace EventGen.Generators.Models;

/// <summary>How the payloads of one older version of an event are read.</summary>
/// <param name="From">The version.</param>
/// <param name="Payload">The payload of that version.</param>
/// <param name="Event">The expression that makes the event of <c>old</c>: calls of the upgrades, the innermost first.</param>
/// <param name="Required">The members that the payload cannot do without.</param>
internal sealed record UpgradeModel(int From, TypeName Payload, string Event, EquatableArray<string> Required);
