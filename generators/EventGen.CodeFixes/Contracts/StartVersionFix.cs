using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using EventGen.CodeFixes.Editing;
using EventGen.CodeFixes.Events;
using EventGen.Generators.Analyzers;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace EventGen.CodeFixes.Contracts;

/// <summary>EVG6001: raises the event's version, and keeps what it was, with the types in it that have changed, as the payload of the old one, with an upgrade to fill in.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class StartVersionFix() : RuleFix("Start a new version of the event", ContractRules.Broken.Id)
{
    internal override async Task<Solution> FixAsync(Project project, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var editor = new SolutionEditor(project.Solution);
        var done = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var diagnostic in diagnostics)
        {
            if (await FindAsync(project, diagnostic, cancellationToken).ConfigureAwait(false) is not { } found || !done.Add(found.Type)) continue;
            var eventEditor = await editor.GetDocumentEditorAsync(project.GetDocument(found.Declaration.SyntaxTree)!.Id, cancellationToken).ConfigureAwait(false);
            eventEditor.ReplaceNode(found.Declaration, (node, _) => WithVersion((TypeDeclarationSyntax)node, found));
            if (found.Context is not { } context) continue;
            var contextEditor = await editor.GetDocumentEditorAsync(project.GetDocument(context.SyntaxTree)!.Id, cancellationToken).ConfigureAwait(false);
            contextEditor.ReplaceNode(context, (node, _) => Attributes.With((MemberDeclarationSyntax)node, Listing(found)));
        }

        return editor.GetChangedSolution();
    }

    private protected override async Task<bool> CanFixAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await FindAsync(document.Project, diagnostic, cancellationToken).ConfigureAwait(false) is not null;

    private static async Task<BrokenEvent?> FindAsync(Project project, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (diagnostic.Location.SourceTree is not { } tree || ContractDocument.Of(project) is not { } document) return null;
        var file = ContractFileText.Of(await document.GetTextAsync(cancellationToken).ConfigureAwait(false)).File;
        var compilation = (await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
        var node = (await tree.GetRootAsync(cancellationToken).ConfigureAwait(false)).FindNode(diagnostic.Location.SourceSpan);
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || compilation.GetSemanticModel(tree).GetDeclaredSymbol(declaration, cancellationToken) is not { } type) return null;

        var contracts = new ProjectContracts(compilation);
        if (contracts.Of(type, cancellationToken) is not { } parsed || file?.Find(parsed.Contract.Id)?.Find(parsed.Current.Version.Number) is not { } old) return null;

        // The declaration with the attribute is the one that gets the payload too.
        if (type.FindAttribute(RuntimeNames.EventAttribute)!.ApplicationSyntaxReference?.GetSyntax(cancellationToken).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } marked) declaration = marked;
        string name = $"V{old.Number.ToString(CultureInfo.InvariantCulture)}";
        if (project.GetDocument(declaration.SyntaxTree) is null || type.GetTypeMembers(name).Length > 0) return null;
        if (contracts.ContextOf(type, cancellationToken) is not ({ } settings, var context)) return null;
        // Two types of one name cannot be in one context.
        bool IsElsewhere(string definition) => file.Events.Any(other => other.Id != parsed.Contract.Id && other.Versions.Any(version => version.Definitions.ContainsKey(definition)));
        return new OldPayload(old, parsed.Current, settings, new OldTypeNames(old, parsed.Current, name, definition => IsElsewhere(definition) ? type.Name : "")).Write() is { } payload
            ? new BrokenEvent(type, declaration, old.Number, payload, context?.DeclaringSyntaxReferences.Select(part => part.GetSyntax(cancellationToken)).OfType<TypeDeclarationSyntax>().FirstOrDefault(static part => part.BaseList is not null))
            : null;
    }

    private static TypeDeclarationSyntax WithVersion(TypeDeclarationSyntax declaration, BrokenEvent found)
    {
        var mark = declaration.AttributeLists.SelectMany(static list => list.Attributes).First(static attribute => WrittenAttribute.MayBe(RuntimeNames.EventAttribute, WrittenAttribute.LastName(attribute.Name)));
        declaration = declaration.ReplaceNode(mark, Attributes.WithArgument(mark, "Version", SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(found.Version + 1))));
        declaration = AddedMember.To(declaration, found.Payload);
        declaration = AddedMember.To(
            declaration, $"[EventUpgrade]\npublic static {declaration.Identifier.Text} From(V{found.Version} old) => throw new global::System.NotImplementedException();");
        var names = declaration.DescendantNodes().OfType<NameSyntax>()
            .Where(static name => name.Parent is not (QualifiedNameSyntax or AliasQualifiedNameSyntax) && name.ToString().StartsWith("global::", StringComparison.Ordinal));
        return declaration.ReplaceNodes(names, static (_, name) => name.WithAdditionalAnnotations(Simplifier.Annotation));
    }

    // Its own name: another event may have an older version of the same name.
    private static AttributeListSyntax Listing(BrokenEvent found) => Names.Attribute(
        NewJsonContext.Listing, NewJsonContext.TypeOf($"{found.Type.Global()}.V{found.Version}"),
        SyntaxFactory.AttributeArgument(
            SyntaxFactory.NameEquals(
                SyntaxFactory.IdentifierName("TypeInfoPropertyName").WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space)),
            nameColon: null,
            SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal($"{found.Type.Name}V{found.Version}"))));

    private sealed record BrokenEvent(INamedTypeSymbol Type, TypeDeclarationSyntax Declaration, int Version, string Payload, TypeDeclarationSyntax? Context);
}
