using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.CodeFixes.Events;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Groups;

/// <summary>EVG3001: marks the type that implements a group's interface with <c>[Event]</c>, if it can be one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MarkMemberFix() : EditingFix(GroupRules.NotAMember.Id, "Mark the type with [Event]")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration) return [];

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        return model.GetDeclaredSymbol(declaration, cancellationToken) is { } type
            && EventMark.Fits(type, new ParseScope(model.Compilation, report: null, cancellationToken))
                ? [EventMark.On(document, declaration)]
                : [];
    }
}
