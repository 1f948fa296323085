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

/// <summary>EVG2013: marks the method with <c>[Subscribe]</c>, if it can be a handler.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MarkHandlerFix() : EditingFix(HandlerRules.MisplacedAttribute.Id, "Mark the method with [Subscribe]")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is not { Parent.Parent: MethodDeclarationSyntax declaration }) return [];

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        return model.GetDeclaredSymbol(declaration, cancellationToken) is { } method && CanHandle(method, new ParseScope(model.Compilation, report: null, cancellationToken))
            ? [new(document, declaration, "handler", static current => Attributes.With((MethodDeclarationSyntax)current, Names.Attribute("EventGen.Subscribe")))]
            : [];
    }

    private static bool CanHandle(IMethodSymbol method, ParseScope scope) =>
        HandlerShape.Violation(method, scope) is null
        && method is { Parameters.Length: > 0 } and not { IsAsync: true, ReturnsVoid: true }
        && method.Parameters[0].Type is INamedTypeSymbol payload
        && (payload.HasAttribute(RuntimeNames.EventAttribute) && !payload.IsInGeneric() || GroupParser.IsGroup(payload))
        && TypeAccessibility.CanName(payload, scope);
}
