using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Usage;

/// <summary>EVG4003: awaits <c>EmitAsync</c> instead.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class EmitAsyncFix() : EditingFix(UsageRules.BlockingEmit.Id, "Await 'EmitAsync'")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan) is not SimpleNameSyntax name
            || Awaiting.WholeOf(name) is not { } call
            || Functions.ForbidsAwait(call))
        {
            return [];
        }

        return
        [
            new(document, name, "name", static current => SyntaxFactory.IdentifierName("EmitAsync").WithTriviaFrom(current)),
            new(document, call, "await", static current => Awaiting.Of((ExpressionSyntax)current)),
        ];
    }
}
