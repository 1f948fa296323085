using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads what referenced assemblies declare, from what their own generator wrote into their attributes.</summary>
internal static class ReferencesParser
{
    /// <param name="compilation">The project.</param>
    /// <param name="names">The names of what is generated for it: a module that has the name of its own cannot be named.</param>
    public static ReferencesModel Parse(Compilation compilation, GeneratedNames names)
    {
        var named = Named(compilation).Where(one => one.Name != names.GlobalModule).ToList();
        var events = named.SelectMany(static one => EventsOf(one.Assembly));
        return new ReferencesModel(
            named.Select(static one => one.Name).OrderBy(static name => name, StringComparer.Ordinal).ToEquatableArray(),
            events.OrderBy(static one => one.Id, StringComparer.Ordinal).ThenBy(static one => one.Described, StringComparer.Ordinal).ToEquatableArray());
    }

    /// <summary>The modules that generated code can name, those behind an extern alias too. Of two with one name, it can name neither.</summary>
    public static IEnumerable<(IAssemblySymbol Assembly, INamedTypeSymbol Module, string Name)> Named(Compilation compilation) =>
        ByName(compilation).Where(static same => same.Count() == 1).Select(static same => same.First());

    /// <summary>The modules of which several have one name.</summary>
    public static IEnumerable<IGrouping<string, (IAssemblySymbol Assembly, INamedTypeSymbol Module, string Name)>> Ambiguous(Compilation compilation) =>
        ByName(compilation).Where(static same => same.Count() > 1);

    /// <summary>The referenced assemblies whose types are in the global namespace, each with its module.</summary>
    public static IEnumerable<(IAssemblySymbol Assembly, INamedTypeSymbol Module)> Modules(Compilation compilation) =>
        AllModules(compilation).Where(one => IsGlobal(compilation, one.Assembly));

    /// <summary>The referenced assemblies with a module that the project may use.</summary>
    public static IEnumerable<(IAssemblySymbol Assembly, INamedTypeSymbol Module)> AllModules(Compilation compilation)
    {
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (!assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static name => name.Name == RuntimeNames.Assembly))) continue;
            if (ModuleOf(assembly) is { } module && compilation.IsSymbolAccessibleWithin(module, compilation.Assembly))
                yield return (assembly, module);
        }
    }

    /// <summary>The module that was generated for the assembly; <see langword="null"/> when none was.</summary>
    public static INamedTypeSymbol? ModuleOf(IAssemblySymbol assembly) =>
        assembly.FindAttribute(RuntimeNames.ModuleAttribute) is { ConstructorArguments.Length: 1 } attribute
        && attribute.ConstructorArguments[0].Value is INamedTypeSymbol { TypeKind: TypeKind.Class } module
            ? module
            : null;

    /// <summary>The events that the assembly declares.</summary>
    public static IEnumerable<ReferencedEventModel> EventsOf(IAssemblySymbol assembly)
    {
        foreach (var attribute in assembly.GetAttributes())
        {
            if (attribute.AttributeClass.Is(RuntimeNames.DeclaredEventAttribute)
                && attribute.ConstructorArguments.Length == 2
                && attribute.ConstructorArguments[0].Value is string id
                && attribute.ConstructorArguments[1].Value is string type)
            {
                yield return new ReferencedEventModel(id, type, assembly.Name);
            }
        }
    }

    private static IEnumerable<IGrouping<string, (IAssemblySymbol Assembly, INamedTypeSymbol Module, string Name)>> ByName(Compilation compilation)
    {
        var aliases = ExternAliases.Of(compilation);
        return AllModules(compilation)
            .Select(one => (one.Assembly, one.Module, Name: one.Module.Global(aliases)))
            .GroupBy(static one => one.Name, StringComparer.Ordinal);
    }

    // What a reference puts behind an extern alias alone is not.
    private static bool IsGlobal(Compilation compilation, IAssemblySymbol assembly) =>
        compilation.GetMetadataReference(assembly)?.Properties.Aliases is not { Length: > 0 } aliases || aliases.Contains("global");
}
