using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Formatting;

namespace EventGen.CodeFixes.Usage;

/// <summary>EVG4001: keeps the subscription or stream until the block ends.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class KeepSubscriptionFix() : EditingFix(UsageRules.LostSubscription.Id, "Keep it with 'using' until the block ends")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);

        // Elsewhere a declaration cannot stand, or would end at once.
        if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement)
            return [];

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        var kept = model.GetTypeInfo(statement.Expression, cancellationToken).Type;
        bool disposable = kept?.AllInterfaces.Any(static contract => contract.SpecialType == SpecialType.System_IDisposable) == true;
        if (!disposable && !Functions.IsAsync(statement)) return [];

        bool stream = kept?.Name == "EventStream";
        string name = names.Variable(statement, stream ? "stream" : "subscription", model);
        return [new(document, statement, "keep", current => Declaration((ExpressionStatementSyntax)current, name, awaited: !disposable))];
    }

    private static LocalDeclarationStatementSyntax Declaration(ExpressionStatementSyntax statement, string name, bool awaited)
    {
        var declared = SyntaxFactory.VariableDeclaration(
            SyntaxFactory.IdentifierName("var"),
            SyntaxFactory.SingletonSeparatedList(SyntaxFactory.VariableDeclarator(name)
                .WithInitializer(SyntaxFactory.EqualsValueClause(statement.Expression.WithoutLeadingTrivia()))));
        return SyntaxFactory.LocalDeclarationStatement(declared)
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword))
            .WithAwaitKeyword(awaited ? SyntaxFactory.Token(SyntaxKind.AwaitKeyword) : default)
            .WithTriviaFrom(statement)
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
