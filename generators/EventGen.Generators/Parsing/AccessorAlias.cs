using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Parsing;

/// <summary>The global alias of the class of accessors, <c>global using Events = global::Shop.Events;</c>, and what leaves no place for it.</summary>
internal static class AccessorAlias
{
    /// <returns>Why there cannot be one; <see langword="null"/> when there can.</returns>
    public static string? WhyImpossible(Compilation compilation, GeneratedNames names, CancellationToken cancellationToken)
    {
        string name = names.Accessor.TrimStart('@');
        if (names.Namespace.Length == 0) return $"'{name}' is in the global namespace";

        // CS1537: one compilation unit, which a global alias is part of, cannot have two aliases of one name.
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (In(tree, name, cancellationToken) is not null || IsExtern(tree, name, cancellationToken))
                return $"'{Path.GetFileName(tree.FilePath)}' has an alias of that name";
        }

        // CS0576: nor can an alias have the name of something in the global namespace.
        if (names.Namespace.Split('.')[0].TrimStart('@') == name) return $"the namespace '{name}' has that name";
        return compilation.GlobalNamespace.GetMembers(name).FirstOrDefault(member => Hides(compilation, member)) is { } member
            ? $"the {(member is INamespaceSymbol ? "namespace" : "type")} '{name}' has that name"
            : null;
    }

    /// <summary>The alias of that name that a file, not a namespace in it, declares by hand.</summary>
    public static UsingDirectiveSyntax? In(SyntaxTree tree, string name, CancellationToken cancellationToken) =>
        !IsGenerated(tree) && tree.GetRoot(cancellationToken) is CompilationUnitSyntax unit
            ? unit.Usings.FirstOrDefault(directive => directive.Alias?.Name.Identifier.ValueText == name)
            : null;

    private static bool IsExtern(SyntaxTree tree, string name, CancellationToken cancellationToken) =>
        tree.GetRoot(cancellationToken) is CompilationUnitSyntax unit && unit.Externs.Any(alias => alias.Identifier.ValueText == name);

    private static bool IsGenerated(SyntaxTree tree) => Path.GetFileName(tree.FilePath) == HintName.Usings;

    private static bool Hides(Compilation compilation, INamespaceOrTypeSymbol member) =>
        member is INamespaceSymbol || member is INamedTypeSymbol { Arity: 0 } && compilation.IsSymbolAccessibleWithin(member, compilation.Assembly);
}
