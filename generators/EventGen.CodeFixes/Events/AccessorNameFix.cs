using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Models;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Events;

/// <summary>
/// EVG1004: sets an accessor that is free: for an event the name of what its type stands in and then its own, for a group its own with
/// "Group" behind; where the class of accessors cannot have its name, that gets another.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AccessorNameFix() : RuleFix("Set a name that is free", EventRules.AccessorTaken.Id)
{
    internal override async Task<Solution> FixAsync(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
        var names = ProjectParser.Parse(compilation, project.AnalyzerOptions.AnalyzerConfigOptionsProvider).Names;
        if (names.AccessorTaken is not null) return await AccessorClassName.ChangeAsync(project, compilation, cancellationToken).ConfigureAwait(false);

        var taken = Taken(compilation, names, cancellationToken);
        var solution = project.Solution;
        var fixes = new List<(DocumentId Document, AttributeSyntax Attribute, string Name)>();
        foreach (var diagnostic in diagnostics.OrderBy(static found => found.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(static found => found.Location.SourceSpan))
        {
            if (await DeclarationAtAsync(project, diagnostic, cancellationToken).ConfigureAwait(false) is not var (type, document, attribute)) continue;
            string name = FreeName(type, taken);
            taken.Add(name);
            fixes.Add((document.Id, attribute, name));
        }

        foreach (var ofDocument in fixes.GroupBy(static fix => fix.Document))
        {
            var root = (await solution.GetDocument(ofDocument.Key)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            var nameOf = ofDocument.ToDictionary(static fix => (SyntaxNode)fix.Attribute, static fix => fix.Name);
            solution = solution.WithDocumentSyntaxRoot(
                ofDocument.Key,
                root.ReplaceNodes(nameOf.Keys, (original, current) => Attributes.WithArgument((AttributeSyntax)current, "AccessorName", nameOf[original])));
        }

        return solution;
    }

    private protected override async Task<bool> CanFixAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await DeclarationAtAsync(document.Project, diagnostic, cancellationToken).ConfigureAwait(false) is not null;

    private static async Task<(INamedTypeSymbol Type, Document Document, AttributeSyntax Attribute)?> DeclarationAtAsync(
        Project project, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (project.GetDocument(diagnostic.Location.SourceTree) is not { } document) return null;
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan) is not BaseTypeDeclarationSyntax declaration
            || model!.GetDeclaredSymbol(declaration, cancellationToken) is not INamedTypeSymbol type) return null;

        // Of a partial type the attribute may stand on another part, in another file.
        return (type.FindAttribute(RuntimeNames.EventAttribute) ?? type.FindAttribute(RuntimeNames.EventGroupAttribute))?.ApplicationSyntaxReference is { } place
            && project.GetDocument(place.SyntaxTree) is { } marked
            && await place.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is AttributeSyntax attribute
            ? (type, marked, attribute)
            : null;
    }

    /// <summary>What no accessor can be called: the class of accessors, what is nested in it, and the other accessors.</summary>
    private static HashSet<string> Taken(Compilation compilation, GeneratedNames names, CancellationToken cancellationToken)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal) { names.Accessor.TrimStart('@') };
        var scope = new ParseScope(compilation, report: null, cancellationToken);
        foreach (var type in DeclaredTypes.In(compilation.Assembly, cancellationToken))
        {
            if (type.ContainingType?.FullName() == names.AccessorFullName) taken.Add(type.Name);
            if (EventParser.Identify(type, scope) is { } model) taken.Add(model.Accessor);
            else if (GroupParser.Parse(type, scope) is { } group) taken.Add(group.Accessor);
        }

        return taken;
    }

    // Bids.Placed is BidsPlaced, and the group IPlaced is PlacedGroup; with a number where that is taken, or where the type stands in nothing.
    private static string FreeName(INamedTypeSymbol type, HashSet<string> taken)
    {
        string around = type.ContainingType?.Name ?? type.ContainingNamespace.Name;
        string wanted = type.TypeKind == TypeKind.Interface ? GroupParser.AccessorOf(type.Name) + "Group" : around + EventId.AccessorOf(type.Name), name = wanted;
        for (int number = 2; taken.Contains(name); number++) name = wanted + number.ToString(CultureInfo.InvariantCulture);
        return name;
    }
}
