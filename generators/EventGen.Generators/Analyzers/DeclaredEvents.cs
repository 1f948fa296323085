using System.Collections.Immutable;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>The events that a project knows: its own, and those of the assemblies it references.</summary>
internal static class DeclaredEvents
{
    public static ImmutableArray<INamedTypeSymbol> In(Compilation compilation, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        Collect(compilation.Assembly.GlobalNamespace, found, cancellationToken);
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            foreach (var attribute in assembly.GetAttributes())
            {
                if (attribute.AttributeClass.Is(KnownNames.DeclaredEvent)
                    && attribute.ConstructorArguments.Length == 2
                    && attribute.ConstructorArguments[1].Value is string name
                    && Find(assembly, name) is { } type)
                {
                    found.Add(type);
                }
            }
        }

        return found.ToImmutable();
    }

    private static void Collect(INamespaceOrTypeSymbol container, ImmutableArray<INamedTypeSymbol>.Builder found, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type && type.HasAttribute(KnownNames.Event)) found.Add(type);
            Collect(member, found, cancellationToken);
        }
    }

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
