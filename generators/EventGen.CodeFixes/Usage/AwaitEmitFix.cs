using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Usage;

/// <summary>EVG4002: awaits the task, and makes the method asynchronous where it is not.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AwaitEmitFix() : EditingFix(UsageRules.LostTask.Id, "Await it")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan) is not { } node || Awaiting.WholeOf(node) is not { } lost || Functions.ForbidsAwait(lost)) return [];

        var awaiting = new NodeEdit(document, lost, "await", static current => Awaiting.Of((ExpressionSyntax)current));
        if (Functions.IsAsync(lost)) return [awaiting];

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        return AsyncSignature.Of(Functions.Around(lost), model, cancellationToken) is { } change
            ? [awaiting, new(document, Functions.Around(lost)!, "async", change)]
            : [];
    }
}
