using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace EventGen.CodeFixes.Events;

/// <summary>EVG1005: lets a payload's property be set only while the payload is made.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class InitFix() : EditingFix(EventRules.Mutable.Id, "Make it 'init'")
{
    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan) is not PropertyDeclarationSyntax property) return [];
        if (property.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration)) is not { } setter) return [];

        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        if (model.GetDeclaredSymbol(property, cancellationToken) is not { IsVirtual: false, IsOverride: false, IsAbstract: false } symbol) return [];
        return ImplementsInterface(symbol) || await IsSetLaterAsync(symbol, document.Project.Solution, cancellationToken).ConfigureAwait(false)
            ? []
            : [new(document, setter, "init", static current => Init((AccessorDeclarationSyntax)current))];
    }

    private static AccessorDeclarationSyntax Init(AccessorDeclarationSyntax setter) =>
        SyntaxFactory.AccessorDeclaration(
            SyntaxKind.InitAccessorDeclaration, setter.AttributeLists, setter.Modifiers,
            SyntaxFactory.Token(SyntaxKind.InitKeyword).WithTriviaFrom(setter.Keyword), setter.Body, setter.ExpressionBody, setter.SemicolonToken);

    private static bool ImplementsInterface(IPropertySymbol property) =>
        property.ExplicitInterfaceImplementations.Length > 0
        || property.ContainingType.AllInterfaces
            .SelectMany(contract => contract.GetMembers(property.Name))
            .Any(member => SymbolEqualityComparer.Default.Equals(property.ContainingType.FindImplementationForInterfaceMember(member), property));

    // Whoever sets it now has to make another payload, which is more than a fix can do.
    private static async Task<bool> IsSetLaterAsync(IPropertySymbol property, Solution solution, CancellationToken cancellationToken)
    {
        foreach (var place in (await SymbolFinder.FindReferencesAsync(property, solution, cancellationToken).ConfigureAwait(false)).SelectMany(static found => found.Locations))
        {
            var root = await place.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            if (root?.FindNode(place.Location.SourceSpan, getInnermostNodeForTie: true) is { } name && IsSet(name)) return true;
        }

        return false;
    }

    private static bool IsSet(SyntaxNode name)
    {
        // The payload's own constructors and initializers may; theirs have no other receiver than 'this'.
        var target = name;
        while (target.Parent is MemberAccessExpressionSyntax access && access.Name == target || target.Parent is MemberBindingExpressionSyntax) target = target.Parent;
        bool written = target.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == target,
            PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax => target.Parent.Kind() is SyntaxKind.PreIncrementExpression
                or SyntaxKind.PreDecrementExpression or SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression,
            ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } tuple } => assignment.Left == tuple,
            _ => false,
        };
        if (!written || target.Parent is { Parent: InitializerExpressionSyntax }) return false;

        bool onItself = target == name || target is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax };
        return !(onItself && Functions.Around(target) is ConstructorDeclarationSyntax);
    }
}
