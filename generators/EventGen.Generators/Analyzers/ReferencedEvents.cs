using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>What the modules that a program references declare and handle, as their metadata tells it.</summary>
internal static class ReferencedEvents
{
    private const string Table = "HandlerTable";

    /// <summary>The events that the modules declare and publish nowhere, each with its payload type.</summary>
    public static IEnumerable<(ReferencedEventModel Event, INamedTypeSymbol Type)> Unpublished(Compilation compilation)
    {
        foreach (var (assembly, _) in ReferencesParser.Modules(compilation))
        {
            foreach (var declared in ReferencesParser.EventsOf(assembly))
            {
                if (Find(assembly.GlobalNamespace, declared.Type.Split('.'), 0) is { } type && !type.HasAttribute(KnownNames.PublishTo)) yield return (declared, type);
            }
        }
    }

    /// <summary>The events that the modules handle: in each module stands a table for each of them, so that no other type has to be looked at.</summary>
    public static IEnumerable<ITypeSymbol> Handled(Compilation compilation) => ReferencesParser.Modules(compilation)
        .SelectMany(static one => one.Module.GetTypeMembers())
        .Select(static type => type.BaseType)
        .Where(static table => table is { Name: Table, TypeArguments.Length: 1 } && table.ContainingAssembly.Name == KnownNames.RuntimeAssembly)
        .Select(static table => table!.TypeArguments[0]);

    // A dot is between namespaces and types and between types, nested ones too.
    private static INamedTypeSymbol? Find(INamespaceOrTypeSymbol container, string[] path, int part) => part == path.Length
        ? container as INamedTypeSymbol
        : container.GetMembers(path[part]).OfType<INamespaceOrTypeSymbol>()
            .Where(static member => member is INamespaceSymbol or INamedTypeSymbol { Arity: 0 })
            .Select(member => Find(member, path, part + 1))
            .FirstOrDefault(static found => found is not null);
}
