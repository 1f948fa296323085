using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Events;

/// <summary>EVG1003: writes a well-formed id that resembles the malformed one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class EventIdFix() : EditingFix(EventRules.InvalidId.Id, "Write a well-formed id")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute) return [];

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        var given = attribute.ArgumentList?.Arguments.FirstOrDefault(static argument => argument.NameEquals is null);
        string? id = given is null
            ? attribute.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is { } type ? EventId.FromAccessor(EventId.AccessorOf(type.Identifier.ValueText)) : null
            : model.GetConstantValue(given.Expression, cancellationToken).Value as string;
        if (id is null || !Resembles(id)) return [];

        var proposal = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(EventId.Repair(id)));
        return given is null
            ? [new(document, attribute, "id", current => ((AttributeSyntax)current).WithArgumentList(WithId((AttributeSyntax)current, proposal)))]
            : [new(document, given.Expression, "id", current => proposal.WithTriviaFrom(current))];
    }

    private static AttributeArgumentListSyntax WithId(AttributeSyntax attribute, ExpressionSyntax id)
    {
        var arguments = attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList();
        return arguments.WithArguments(arguments.Arguments.Insert(0, SyntaxFactory.AttributeArgument(id)));
    }

    // No id can be made of letters that ids do not have; all such events would get the same example.
    private static bool Resembles(string id) =>
        id.All(static c => c < 128 || !char.IsLetter(c)) && id.Any(static c => c < 128 && char.IsLetterOrDigit(c));
}
