using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>What the modules that a program references declare and handle, as their metadata tells it.</summary>
internal static class ReferencedEvents
{
    /// <summary>The events that the modules declare, each with its payload type.</summary>
    public static IEnumerable<(ReferencedEventModel Event, INamedTypeSymbol Type)> Declared(Compilation compilation)
    {
        foreach (var (assembly, _) in ReferencesParser.AllModules(compilation))
        {
            foreach (var declared in ReferencesParser.EventsOf(assembly))
            {
                if (Find(assembly, declared.Type) is { } type) yield return (declared, type);
            }
        }
    }

    /// <summary>The events that the modules handle: in each module stands a table for each of them, so that no other type has to be looked at.</summary>
    public static IEnumerable<ITypeSymbol> Handled(Compilation compilation) => ReferencesParser.AllModules(compilation)
        .SelectMany(static one => one.Module.GetTypeMembers())
        .Select(static type => type.BaseType)
        .Where(static table => table.Is(RuntimeNames.Table, arity: 1))
        .Select(static table => table!.TypeArguments[0]);

    // The attribute names it as people do; only metadata tells nested types from namespaces.
    private static INamedTypeSymbol? Find(IAssemblySymbol assembly, string fullName)
    {
        for (string name = fullName; ;)
        {
            if (assembly.GetTypeByMetadataName(name) is { } type) return type;
            int dot = name.LastIndexOf('.');
            if (dot < 0) return null;
            name = $"{name.Substring(0, dot)}+{name.Substring(dot + 1)}";
        }
    }
}
