using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Handlers;

/// <summary>EVG2007: lets the handler class live as long as a delivery, as the services that it takes do.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ScopedFix() : EditingFix(HandlerRules.CapturedScopedService.Id, "Make the handler class Scoped")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration) return [];

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (model.GetDeclaredSymbol(declaration, cancellationToken) is not INamedTypeSymbol type) return [];

        // A class has one lifetime: every handler that asks for the other has to ask anew.
        var edits = new List<NodeEdit>();
        foreach (var handler in HandlerMethods.OfInstance(type))
        {
            if (handler.FindAttribute(RuntimeNames.SubscribeAttribute)?.ApplicationSyntaxReference is not { } place || document.Project.GetDocument(place.SyntaxTree) is not { } home) continue;
            var attribute = (AttributeSyntax)await place.GetSyntaxAsync(cancellationToken).ConfigureAwait(false);
            if (attribute.ArgumentList?.Arguments.FirstOrDefault(static argument => argument.NameEquals?.Name.Identifier.ValueText == "Lifetime") is { } lifetime)
                edits.Add(new(home, lifetime.Expression, "scoped", static current => Scoped((ExpressionSyntax)current)));
        }

        return edits;
    }

    private static ExpressionSyntax Scoped(ExpressionSyntax lifetime) => SyntaxFactory.MemberAccessExpression(
        SyntaxKind.SimpleMemberAccessExpression, Names.Type("EventGen.HandlerLifetime"), SyntaxFactory.IdentifierName("Scoped")).WithTriviaFrom(lifetime);
}
