namespace EventGen.Generators.Models;

/// <summary>What one declaration gives by itself, or where to look again once the generated global using counts.</summary>
/// <param name="Model">What it gives.</param>
/// <param name="Open">Where to look again; <see langword="null"/> when all that it names is in reach.</param>
internal sealed record Draft<T>(T? Model, OpenItem? Open);
