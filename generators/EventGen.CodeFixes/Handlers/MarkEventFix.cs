using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.CodeFixes.Events;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Handlers;

/// <summary>EVG2002: marks the type that the handler takes with <c>[Event]</c>, if it is the project's and can be one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MarkEventFix() : EditingFix(HandlerRules.NotAnEvent.Id, "Mark the type with [Event]")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<ParameterSyntax>() is not { } parameter) return [];

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (model.GetDeclaredSymbol(parameter, cancellationToken) is not IParameterSymbol { Type: INamedTypeSymbol type }
            || !EventMark.Fits(type, new ParseScope(model.Compilation, report: null, cancellationToken))
            || type.PartsInOrder().FirstOrDefault() is not { } place
            || document.Project.GetDocument(place.SyntaxTree) is not { } home
            || await place.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is not TypeDeclarationSyntax declaration)
        {
            return [];
        }

        return [EventMark.On(home, declaration)];
    }
}
