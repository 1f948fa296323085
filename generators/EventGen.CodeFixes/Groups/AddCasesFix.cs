using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Analyzers;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Formatting;

namespace EventGen.CodeFixes.Groups;

/// <summary>EVG3002: adds a case for each event of the group that the switch misses, to be filled in.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddCasesFix() : EditingFix(GroupRules.MissingCases.Id, "Add the missing cases")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var found = root?.FindNode(diagnostic.Location.SourceSpan).AncestorsAndSelf().FirstOrDefault(static node => node is SwitchExpressionSyntax or SwitchStatementSyntax);
        if (found is null) return [];

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (model.GetOperation(found, cancellationToken) is not { } operation
            || model.Compilation.GetTypeByMetadataName("System.NotImplementedException") is not { } exception)
        {
            return [];
        }

        string[] missing =
        [
            .. GroupSwitchAnalyzer.Missing(operation, DeclaredEvents.In(model.Compilation, cancellationToken), model.Compilation)
                .Select(type => type.ToMinimalDisplayString(model, found.SpanStart)),
        ];
        string open = $"throw new {exception.ToMinimalDisplayString(model, found.SpanStart)}()";
        return [new(document, found, "cases", current => current is SwitchExpressionSyntax expression ? With(expression, missing, open) : With((SwitchStatementSyntax)current, missing, open))];
    }

    // Laid out as the arms that are there: each on a line of its own, or all on one.
    private static SwitchExpressionSyntax With(SwitchExpressionSyntax expression, string[] types, string open)
    {
        var end = expression.OpenBraceToken.TrailingTrivia.Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)).Take(1).ToList();
        var indent = end.Count == 0 ? SyntaxFactory.TriviaList() : SyntaxFactory.TriviaList(
            expression.Arms.FirstOrDefault()?.GetLeadingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1) ?? []);
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(end.Count == 0 ? [SyntaxFactory.Space] : end);

        var parts = new List<SyntaxNodeOrToken>(expression.Arms.GetWithSeparators());
        bool ended = parts.Count == 0 || parts[parts.Count - 1].IsToken;
        foreach (string type in types)
        {
            if (!ended)
            {
                parts[parts.Count - 1] = parts[parts.Count - 1].AsNode()!.WithoutTrailingTrivia();
                parts.Add(comma);
            }

            var arm = ((SwitchExpressionSyntax)SyntaxFactory.ParseExpression($"_ switch {{ {type} => {open} }}")).Arms[0];
            parts.Add(arm.WithoutTrivia().WithLeadingTrivia(indent));
            ended = false;
        }

        if (end.Count > 0) parts.Add(comma);
        else parts[parts.Count - 1] = parts[parts.Count - 1].AsNode()!.WithTrailingTrivia(SyntaxFactory.Space);
        return expression.WithArms(SyntaxFactory.SeparatedList<SwitchExpressionArmSyntax>(parts));
    }

    private static SwitchStatementSyntax With(SwitchStatementSyntax statement, string[] types, string open) => statement
        .AddSections([.. types.Select(type => SyntaxFactory.SwitchSection(
            SyntaxFactory.SingletonList<SwitchLabelSyntax>(SyntaxFactory.CaseSwitchLabel(SyntaxFactory.ParseExpression(type))),
            SyntaxFactory.SingletonList(SyntaxFactory.ParseStatement($"{open};"))))])
        .WithAdditionalAnnotations(Formatter.Annotation);
}
