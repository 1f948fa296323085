namespace EventGen.Generators.Models;

/// <summary>What the file with the forwarding accessors of one referenced assembly is written from.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="Hint">The distinct part of the file's name.</param>
/// <param name="Accessors">The accessors, sorted. Those of events that the project handles are in the files of their handlers.</param>
internal sealed record ForwardFile(string Assembly, string Hint, EquatableArray<ReferencedAccessorModel> Accessors);
