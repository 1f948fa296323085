using System.Collections.Immutable;
using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Analyzers;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Rename;

namespace EventGen.CodeFixes.Events;

/// <summary>
/// EVG1004: an accessor is called as its event's type is, so the type gets the name of what it stands in put before its
/// own; where the class of accessors cannot have its name, that gets another.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AccessorNameFix() : RuleFix(EventRules.AccessorTaken.Id, "Give it a name that is free")
{
    internal override async Task<Solution> FixAsync(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
        if (ProjectParser.Parse(compilation, project.AnalyzerOptions.AnalyzerConfigOptionsProvider).Names.AccessorTaken is not null)
            return await AccessorClassName.ChangeAsync(project, compilation, cancellationToken).ConfigureAwait(false);

        var events = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var diagnostic in diagnostics)
        {
            if (await EventAtAsync(project, diagnostic, cancellationToken).ConfigureAwait(false) is { } type) events.Add(type.GetDocumentationCommentId()!);
        }

        var solution = project.Solution;
        foreach (string id in events)
        {
            compilation = (await solution.GetProject(project.Id)!.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
            if (DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation) is INamedTypeSymbol type && NewName(type, compilation, cancellationToken) is { } name)
                solution = await Renamer.RenameSymbolAsync(solution, type, new SymbolRenameOptions(), name, cancellationToken).ConfigureAwait(false);
        }

        return solution;
    }

    private protected override async Task<bool> CanFixAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var compilation = (await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
        return ProjectParser.Parse(compilation, document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider).Names.AccessorTaken is not null
            || await EventAtAsync(document.Project, diagnostic, cancellationToken).ConfigureAwait(false) is { } type && NewName(type, compilation, cancellationToken) is not null;
    }

    private static async Task<INamedTypeSymbol?> EventAtAsync(Project project, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (project.GetDocument(diagnostic.Location.SourceTree) is not { } document) return null;
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return root?.FindNode(diagnostic.Location.SourceSpan) is BaseTypeDeclarationSyntax declaration
            ? model!.GetDeclaredSymbol(declaration, cancellationToken) as INamedTypeSymbol
            : null;
    }

    // Bids.Placed becomes BidsPlaced, if neither a type beside it nor another event is called so.
    private static string? NewName(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        ISymbol? around = type.ContainingType is { } outer ? outer : type.ContainingNamespace is { IsGlobalNamespace: false } space ? space : null;
        if (around is null) return null;
        string name = around.Name + type.Name, accessor = EventId.AccessorOf(name);
        bool taken = ((INamespaceOrTypeSymbol)type.ContainingSymbol).GetMembers(name).Length > 0
            || DeclaredTypes.In(compilation.Assembly, cancellationToken)
                .Any(other => EventId.AccessorOf(other.Name) == accessor && other.HasAttribute(KnownNames.Event));
        return taken ? null : name;
    }
}
