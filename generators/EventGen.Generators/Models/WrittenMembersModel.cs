namespace EventGen.Generators.Models;

/// <summary>The members of generated classes that are written by hand, so that nothing generated can have their names.</summary>
/// <param name="OfAccessorClass">Those of the class of accessors, sorted.</param>
/// <param name="OfModule">Those of the module, sorted.</param>
internal sealed record WrittenMembersModel(EquatableArray<string> OfAccessorClass, EquatableArray<string> OfModule);
