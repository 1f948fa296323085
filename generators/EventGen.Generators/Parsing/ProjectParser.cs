using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EventGen.Generators.Parsing;

/// <summary>Reads what the generator has to know of the compilation itself.</summary>
internal static class ProjectParser
{
    public static ProjectModel Parse(Compilation compilation, AnalyzerConfigOptionsProvider options) => Parse(compilation, RootNamespace(options));

    /// <param name="compilation">The project.</param>
    /// <param name="rootNamespace">Its root namespace; <see langword="null"/> when the build does not tell.</param>
    public static ProjectModel Parse(Compilation compilation, string? rootNamespace)
    {
        string assembly = compilation.AssemblyName ?? "Assembly";
        var names = Names(compilation, rootNamespace ?? assembly, assembly);
        return new ProjectModel(
            assembly,
            names,
            WrittenMembers.Of(compilation, names),
            compilation.IsExecutable(),
            compilation.Assembly.HasAttribute(FrameworkNames.ClsCompliantAttribute),
            ParseScope.IsSupported(compilation),
            ReferencesParser.Parse(compilation, names),
            ReachModel.None);
    }

    /// <summary>The names of what is generated.</summary>
    public static GeneratedNames Names(Compilation compilation, AnalyzerConfigOptionsProvider options)
    {
        string assembly = compilation.AssemblyName ?? "Assembly";
        return Names(compilation, RootNamespace(options) ?? assembly, assembly);
    }

    /// <summary>The class of an assembly's overloads that take parts.</summary>
    public static string PartsName(string assembly) => $"{Identifiers.Join(assembly)}EventExtensions";

    public static string? RootNamespace(AnalyzerConfigOptionsProvider options) =>
        options.GlobalOptions.TryGetValue("build_property.RootNamespace", out string? root) ? root : null;

    /// <summary>Whether the assembly is started, and so is where modules meet.</summary>
    public static bool IsExecutable(this Compilation compilation) =>
        compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication;

    private static GeneratedNames Names(Compilation compilation, string rootNamespace, string assembly)
    {
        var overrides = compilation.Assembly.FindAttribute(RuntimeNames.OptionsAttribute);
        string space = Identifiers.Namespace(overrides?.Named<string>("Namespace") ?? rootNamespace);
        string accessor = Identifiers.Name(overrides?.Named<string>("AccessorName"), "Events");
        string module = Identifiers.Name(overrides?.Named<string>("ModuleName"), $"{Identifiers.Join(assembly)}EventModule");
        return new GeneratedNames(
            space,
            accessor,
            module,
            PartsName(assembly),
            AccessorTaken(compilation, space, accessor) ?? (accessor == module ? "it is the name of the module" : null),
            ExternAliases.Of(compilation).All.ToEquatableArray());
    }

    // Projects like to keep their events in a namespace called "Events", which a type of that name would hide, or have a class of their own.
    private static string? AccessorTaken(Compilation compilation, string space, string accessor)
    {
        var current = compilation.GlobalNamespace;
        foreach (string part in space.Split(['.'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Child(current, part) is not { } next) return null;
            current = next;
        }

        if (Child(current, accessor) is { } taken) return $"'{taken.ToDisplayString()}' is a namespace";
        return current.GetTypeMembers(accessor.TrimStart('@'), arity: 0)
            .Where(type => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly) && !MayHaveParts(type))
            .Select(static type => $"'{type.FullName()}' is a type that is not a static partial class")
            .FirstOrDefault();
    }

    private static bool MayHaveParts(INamedTypeSymbol type) => type is { TypeKind: TypeKind.Class, IsStatic: true }
        && type.DeclaringSyntaxReferences.All(static part => part.GetSyntax() is ClassDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static INamespaceSymbol? Child(INamespaceSymbol space, string name) =>
        space.GetMembers(name.TrimStart('@')).OfType<INamespaceSymbol>().FirstOrDefault();
}
