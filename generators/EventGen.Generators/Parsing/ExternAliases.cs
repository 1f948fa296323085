using System.Runtime.CompilerServices;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>The references that a project puts behind an extern alias alone: their types have no name in the global namespace.</summary>
/// <remarks>Known for each compilation, because one assembly can have an alias here and none there. Immutable.</remarks>
internal sealed class ExternAliases
{
    private static readonly ConditionalWeakTable<Compilation, ExternAliases> s_known = new();

    private readonly Dictionary<ISymbol, string> _byAssembly = new(SymbolEqualityComparer.Default);

    private ExternAliases(Compilation compilation)
    {
        if (!compilation.References.Any(IsAliased)) return;
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (compilation.GetMetadataReference(assembly) is { } reference && IsAliased(reference)) _byAssembly.Add(assembly, reference.Properties.Aliases[0]);
        }
    }

    /// <summary>The aliases, not escaped, sorted.</summary>
    public IEnumerable<string> All => _byAssembly.Values.Distinct(StringComparer.Ordinal).OrderBy(static alias => alias, StringComparer.Ordinal);

    public static ExternAliases Of(Compilation compilation) => s_known.GetValue(compilation, static compilation => new ExternAliases(compilation));

    /// <summary>Whether some type needs another name than the compiler gives it.</summary>
    public bool Any => _byAssembly.Count > 0;

    /// <summary>What the names of a type's assembly begin with, escaped: <c>global</c>, or the alias.</summary>
    public string RootOf(INamedTypeSymbol? type) =>
        type?.ContainingAssembly is { } assembly && _byAssembly.TryGetValue(assembly, out string? alias) ? CSharpText.Identifier(alias) : "global";

    private static bool IsAliased(MetadataReference reference) => reference.Properties.Aliases is { Length: > 0 } aliases && !aliases.Contains("global");
}
