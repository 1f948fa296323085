namespace EventGen.Generators.Models;

/// <summary>An accessor of a referenced assembly that this project can repeat.</summary>
/// <param name="Name">The accessor's name, not escaped.</param>
/// <param name="IsGroup">Whether it is a group's; else an event's.</param>
/// <param name="Type">The payload type of the event, or the interface of the group.</param>
/// <param name="Id">The event's name on the wire; empty for a group.</param>
/// <param name="Assembly">The assembly that declares it.</param>
/// <param name="Class">The class of accessors it stands in, by full name.</param>
/// <param name="WarningAttributes">What the accessor repeats of the type's attributes.</param>
/// <param name="Suppressions">What code that names the type has to silence.</param>
internal sealed record ReferencedAccessorModel(
    string Name, bool IsGroup, TypeName Type, string Id, string Assembly, string Class, WarningAttributeModel WarningAttributes, SuppressionModel Suppressions);
