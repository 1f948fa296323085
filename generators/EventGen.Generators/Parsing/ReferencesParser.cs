using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads what referenced assemblies declare, from what their own generator wrote into their attributes.</summary>
internal static class ReferencesParser
{
    public static ReferencesModel Parse(Compilation compilation)
    {
        var modules = new SortedSet<string>(StringComparer.Ordinal);
        var events = new List<ReferencedEventModel>();
        foreach (var (assembly, module) in Modules(compilation))
        {
            if (modules.Add(module.Global())) events.AddRange(EventsOf(assembly));
        }

        return new ReferencesModel(
            modules.ToEquatableArray(),
            events.OrderBy(static one => one.Id, StringComparer.Ordinal).ThenBy(static one => one.Described, StringComparer.Ordinal).ToEquatableArray());
    }

    /// <summary>The referenced assemblies that generated code can name, each with its module.</summary>
    public static IEnumerable<(IAssemblySymbol Assembly, INamedTypeSymbol Module)> Modules(Compilation compilation)
    {
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (!assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static name => name.Name == KnownNames.RuntimeAssembly))) continue;
            if (CanBeNamed(compilation, assembly) && ModuleOf(assembly) is { } module && compilation.IsSymbolAccessibleWithin(module, compilation.Assembly))
                yield return (assembly, module);
        }
    }

    /// <summary>The module that was generated for the assembly; <see langword="null"/> when none was.</summary>
    public static INamedTypeSymbol? ModuleOf(IAssemblySymbol assembly) =>
        assembly.FindAttribute(KnownNames.Module) is { ConstructorArguments.Length: 1 } attribute
        && attribute.ConstructorArguments[0].Value is INamedTypeSymbol { TypeKind: TypeKind.Class } module
            ? module
            : null;

    /// <summary>The events that the assembly declares.</summary>
    public static IEnumerable<ReferencedEventModel> EventsOf(IAssemblySymbol assembly)
    {
        foreach (var attribute in assembly.GetAttributes())
        {
            if (attribute.AttributeClass.Is(KnownNames.DeclaredEvent)
                && attribute.ConstructorArguments.Length == 2
                && attribute.ConstructorArguments[0].Value is string id
                && attribute.ConstructorArguments[1].Value is string type)
            {
                yield return new ReferencedEventModel(id, type, assembly.Name);
            }
        }
    }

    // What a reference puts behind an extern alias alone is not in the global namespace.
    private static bool CanBeNamed(Compilation compilation, IAssemblySymbol assembly) =>
        compilation.GetMetadataReference(assembly)?.Properties.Aliases is not { Length: > 0 } aliases || aliases.Contains("global");
}
