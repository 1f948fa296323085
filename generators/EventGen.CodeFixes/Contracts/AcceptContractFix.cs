using System.Collections.Immutable;
using System.Composition;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Contracts;

/// <summary>EVG6002 and EVG6003: takes what an event is now into the contract file, which it makes where there is none.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, DocumentKinds = [nameof(TextDocumentKind.Document), nameof(TextDocumentKind.AdditionalDocument)]), Shared]
public sealed class AcceptContractFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [ContractRules.NotAccepted.Id, ContractRules.NotDeclared.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => AcceptContractFixAll.Instance;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
            context.RegisterCodeFix(Action(token => ContractDocument.AcceptAsync(context.TextDocument.Project, [diagnostic], token)), diagnostic);
        return Task.CompletedTask;
    }

    internal static CodeAction Action(Func<CancellationToken, Task<Solution>> fix) => CodeAction.Create("Accept into the contract file", fix, nameof(AcceptContractFix));
}
