using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Architecture.Tests.Floors;

/// <summary>Draws the table of folders of a project, which uses which, from its code.</summary>
/// <remarks>
/// Symbols say what is used, so that neither a <c>var</c> nor a lambda hides a type. Documentation comments do not count: a page may refer upward.
/// A type belongs to the folder of the file with the shortest name among those that declare it.
/// </remarks>
internal static class FolderTable
{
    /// <summary>The arrows between different folders, sorted.</summary>
    /// <param name="project">The project; files whose path is not of a folder, such as implicit usings, are left out.</param>
    /// <param name="folderOf">The folder of a file's path; <see langword="null"/> for a file that does not count.</param>
    public static IReadOnlyList<FolderArrow> Of(Compilation project, Func<string, string?> folderOf)
    {
        var uses =
            from tree in project.SyntaxTrees
            let user = folderOf(tree.FilePath)
            where user is not null
            let model = project.GetSemanticModel(tree)
            from node in tree.GetRoot().DescendantNodes()
            from type in TypesUsed(model, node)
            let to = HomeOf(type) is { } home ? folderOf(home) : null
            where to is not null && to != user
            select (From: user, To: to, Use: $"{Path.GetFileName(tree.FilePath)} uses {type.Name}");

        return
        [
            .. uses.Distinct().GroupBy(static use => (use.From, use.To), static use => use.Use)
                .Select(static arrow => new FolderArrow(arrow.Key.From, arrow.Key.To, [.. arrow.Order(StringComparer.Ordinal)]))
                .OrderBy(static arrow => arrow.ToString(), StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<INamedTypeSymbol> TypesUsed(SemanticModel model, SyntaxNode node) => node switch
    {
        SimpleNameSyntax name => SymbolsOf(model.GetSymbolInfo(name)).SelectMany(TypesOf),
        ImplicitObjectCreationExpressionSyntax creation => Flatten(model.GetTypeInfo(creation).Type),
        _ => [],
    };

    private static IEnumerable<ISymbol> SymbolsOf(SymbolInfo info) => info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols;

    private static IEnumerable<INamedTypeSymbol> TypesOf(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol type => Flatten(type),
        IMethodSymbol method => [.. Flatten((method.ReducedFrom ?? method).ContainingType), .. Flatten(method.ReturnType)],
        IPropertySymbol property => [.. Flatten(property.ContainingType), .. Flatten(property.Type)],
        IFieldSymbol field => [.. Flatten(field.ContainingType), .. Flatten(field.Type)],
        IEventSymbol @event => Flatten(@event.ContainingType),
        ILocalSymbol local => Flatten(local.Type),
        IParameterSymbol parameter => Flatten(parameter.Type),
        _ => [],
    };

    // The type itself, and what it is made of: List<EventTopic[]> uses EventTopic.
    private static IEnumerable<INamedTypeSymbol> Flatten(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => Flatten(array.ElementType),
        INamedTypeSymbol named => [named.OriginalDefinition, .. named.TypeArguments.SelectMany(Flatten)],
        _ => [],
    };

    private static string? HomeOf(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Select(static reference => reference.SyntaxTree.FilePath).MinBy(static path => Path.GetFileName(path).Length);
}
