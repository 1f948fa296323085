namespace EventGen.Generators.Models;

/// <summary>What referenced assemblies declare.</summary>
/// <param name="Modules">Their modules, as code names them, sorted.</param>
/// <param name="Events">The events of these modules, sorted.</param>
internal sealed record ReferencesModel(EquatableArray<string> Modules, EquatableArray<ReferencedEventModel> Events);
