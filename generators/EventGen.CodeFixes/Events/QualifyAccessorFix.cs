using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Events;

/// <summary>EVG1015: names the class of accessors in full.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class QualifyAccessorFix() : EditingFix(EventRules.AccessorsHidden.Id, "Write the full name of the class of accessors")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var compilation = (await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
        var generated = ProjectParser.Names(compilation, document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider);
        if (generated.AccessorTaken is not null || root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not IdentifierNameSyntax left) return [];

        string name = generated.Qualified(generated.Accessor);
        return [new(document, left, "qualify", current => SyntaxFactory.ParseExpression(name).WithTriviaFrom(current))];
    }
}
