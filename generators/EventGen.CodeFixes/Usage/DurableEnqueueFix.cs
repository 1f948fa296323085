using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Usage;

/// <summary>EVG4007: awaits <c>EmitAsync</c> instead, where nobody asks for the answer, and makes the method asynchronous where it is not.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DurableEnqueueFix() : EditingFix(UsageRules.DurableEnqueue.Id, "Await 'EmitAsync'")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan) is not SimpleNameSyntax name
            || Awaiting.WholeOf(name) is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call
            || call.Parent is not (ExpressionStatementSyntax or ArrowExpressionClauseSyntax)
            || access.Name != name
            || Functions.ForbidsAwait(call))
        {
            return [];
        }

        NodeEdit[] edits =
        [
            new(document, name, "name", static current => SyntaxFactory.IdentifierName("EmitAsync").WithTriviaFrom(current)),
            new(document, call, "await", static current => Awaiting.Of((ExpressionSyntax)current)),
        ];
        // What is behind the arrow of an asynchronous function may be its result.
        if (Functions.IsAsync(call)) return call.Parent is ExpressionStatementSyntax ? edits : [];

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        return AsyncSignature.Of(Functions.Around(call), model, cancellationToken) is { } change
            ? [.. edits, new(document, Functions.Around(call)!, "async", change)]
            : [];
    }
}
