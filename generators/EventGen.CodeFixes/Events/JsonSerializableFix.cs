using System.Collections.Immutable;
using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Analyzers;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Events;

/// <summary>EVG1007, and EVG1012 for the same reason: lists the event in the project's <c>JsonSerializerContext</c>, or in a new one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class JsonSerializableFix() : RuleFix("List the event in a JsonSerializerContext", EventRules.MissingJson.Id, EventRules.NotDurable.Id)
{
    internal override async Task<Solution> FixAsync(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
        var events = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree || await tree.GetRootAsync(cancellationToken).ConfigureAwait(false) is not { } root) continue;
            if (root.FindNode(diagnostic.Location.SourceSpan) is BaseTypeDeclarationSyntax declaration
                && compilation.GetSemanticModel(tree).GetDeclaredSymbol(declaration, cancellationToken) is { } type)
            {
                events.Add(type.Global());
            }
        }

        return await ContextAsync(project, compilation, cancellationToken).ConfigureAwait(false) is var (document, context)
            ? await ExtendedAsync(document, context, events, cancellationToken).ConfigureAwait(false)
            : NewJsonContext.AddTo(project, compilation, events);
    }

    private protected override Task<bool> CanFixAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        Task.FromResult(diagnostic.Id == EventRules.MissingJson.Id || diagnostic.Properties.ContainsKey(EventAnalyzer.MissingJsonProperty));

    // The one that the rule names: the first by full name that generated code can use.
    private static async Task<(Document Document, TypeDeclarationSyntax Context)?> ContextAsync(
        Project project, Compilation compilation, CancellationToken cancellationToken)
    {
        var scope = new ParseScope(compilation, report: null, cancellationToken);
        var contexts = DeclaredTypes.In(compilation.Assembly, cancellationToken)
            .Where(type => JsonContextParser.CanBeUsed(type, scope))
            .OrderBy(static type => type.FullName(), StringComparer.Ordinal);
        foreach (var part in contexts.SelectMany(static type => type.PartsInOrder()))
        {
            if (project.GetDocument(part.SyntaxTree) is { } document
                && await part.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is TypeDeclarationSyntax { BaseList: not null } context)
            {
                return (document, context);
            }
        }

        return null;
    }

    private static async Task<Solution> ExtendedAsync(
        Document document, TypeDeclarationSyntax context, IEnumerable<string> events, CancellationToken cancellationToken)
    {
        var root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        MemberDeclarationSyntax extended = events.Aggregate(
            (MemberDeclarationSyntax)context, (current, type) => Attributes.With(current, Names.Attribute(NewJsonContext.Listing, NewJsonContext.TypeOf(type))));
        return document.Project.Solution.WithDocumentSyntaxRoot(document.Id, root.ReplaceNode(context, extended));
    }
}
