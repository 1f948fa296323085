namespace EventGen.Generators.Models;

/// <summary>One declared group, as its own declaration tells it.</summary>
/// <param name="Type">The interface.</param>
/// <param name="Id">Its name.</param>
/// <param name="Accessor">The accessor's name, not escaped.</param>
/// <param name="Description">What it means; empty when nothing says so.</param>
/// <param name="IsPublic">Whether other assemblies can name it.</param>
/// <param name="Suppressions">What code that names it has to silence.</param>
internal sealed record GroupModel(
    TypeName Type, string Id, string Accessor, string Description, bool IsPublic, SuppressionModel Suppressions);
