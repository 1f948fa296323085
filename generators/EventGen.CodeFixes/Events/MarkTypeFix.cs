using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Parsing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Events;

/// <summary>EVG1011: makes the type on which the attribute stands, or on a part of which, the event or group that it can be.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MarkTypeFix() : EditingFix(EventRules.MisplacedAttribute.Id, "Mark the type as an event or a group")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is not { Parent: AttributeListSyntax { Parent: { } owner } list }) return [];
        if (owner.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration || !Counts(list, owner, declaration)) return [];

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        var scope = new ParseScope(model.Compilation, report: null, cancellationToken);
        if (model.GetDeclaredSymbol(declaration, cancellationToken) is not { } type || HandlerMethods.DeclaredBy(type).Any()) return [];
        if (EventMark.Fits(type, scope)) return [EventMark.On(document, declaration)];
        return owner == declaration && CanBeGroup(type, scope) ? [EventMark.On(document, declaration, "EventGen.EventGroup")] : [];
    }

    // A key that is no part of the type stays one when the type is an event.
    private static bool Counts(AttributeListSyntax list, SyntaxNode owner, TypeDeclarationSyntax declaration) =>
        owner is not EnumMemberDeclarationSyntax
        && (owner is FieldDeclarationSyntax || list.Target?.Identifier.ValueText != "field")
        && (owner is not ParameterSyntax || owner.Parent?.Parent == declaration || owner.Parent?.Parent is ConstructorDeclarationSyntax);

    private static bool CanBeGroup(INamedTypeSymbol type, ParseScope scope) =>
        type.TypeKind == TypeKind.Interface && !type.IsInGeneric() && TypeAccessibility.Violation(type, scope) is null;
}
