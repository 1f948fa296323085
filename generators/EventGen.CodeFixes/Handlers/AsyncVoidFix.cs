using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Handlers;

/// <summary>EVG2003: lets an <c>async void</c> handler return <c>ValueTask</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AsyncVoidFix() : EditingFix(HandlerRules.AsyncVoid.Id, "Return ValueTask")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method) return [];

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        return model.GetDeclaredSymbol(method, cancellationToken) is IMethodSymbol symbol && Signatures.MayChange(symbol, method)
            ? [new(document, method.ReturnType, "task", static current => Names.Type(FrameworkNames.ValueTask).WithTriviaFrom(current))]
            : [];
    }
}
