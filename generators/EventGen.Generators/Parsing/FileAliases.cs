namespace EventGen.Generators.Parsing;

/// <summary>The names that <c>using X = …</c> introduces.</summary>
/// <param name="Global">Those that the whole project knows.</param>
/// <param name="Local">Those that the file knows, or one of its namespaces.</param>
internal sealed record FileAliases(IReadOnlyCollection<string> Global, IReadOnlyCollection<string> Local);
