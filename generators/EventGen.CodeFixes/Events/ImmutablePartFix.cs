using System.Composition;
using EventGen.CodeFixes.Editing;
using EventGen.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace EventGen.CodeFixes.Events;

/// <summary>
/// EVG1005: lets a payload's part be set only while the payload is made, and gives it a type to which nobody can add; where
/// other code would have to follow, it is left to the person.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ImmutablePartFix() : EditingFix(EventRules.Mutable.Id, "Keep it from being changed")
{
    private const string InitMarker = "System.Runtime.CompilerServices.IsExternalInit";

    private protected override async Task<IReadOnlyList<NodeEdit>> PlanAsync(
        Document document, Diagnostic diagnostic, NewNames names, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
        var solution = document.Project.Solution;
        return root?.FindNode(diagnostic.Location.SourceSpan) switch
        {
            PropertyDeclarationSyntax property when model.GetDeclaredSymbol(property, cancellationToken) is { } symbol =>
                await OfPropertyAsync(document, property, symbol, model, cancellationToken).ConfigureAwait(false),
            VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax field } variable when model.GetDeclaredSymbol(variable, cancellationToken) is IFieldSymbol symbol =>
                await OfFieldAsync(document, field, symbol, model, cancellationToken).ConfigureAwait(false),
            ParameterSyntax { Type: { } type } parameter when model.GetDeclaredSymbol(parameter, cancellationToken) is { } symbol
                && await ReadOnlyType.OfParameterAsync(symbol, solution, cancellationToken).ConfigureAwait(false) is { } readOnly =>
                [new(document, type, "type", current => readOnly.WithTriviaFrom(current))],
            _ => [],
        };
    }

    private static async Task<IReadOnlyList<NodeEdit>> OfPropertyAsync(
        Document document, PropertyDeclarationSyntax property, IPropertySymbol symbol, SemanticModel model, CancellationToken cancellationToken)
    {
        if (symbol is not { IsVirtual: false, IsOverride: false, IsAbstract: false } || Signatures.ImplementsInterface(symbol)) return [];

        var edits = new List<NodeEdit>();
        var setter = property.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration));
        if (setter is not null && HasInit(model) && !await Writes.ComeLaterAsync(symbol, document.Project.Solution, cancellationToken).ConfigureAwait(false))
            edits.Add(new(document, setter, "init", static current => InitAccessor((AccessorDeclarationSyntax)current)));

        // One that stays settable would only be reported for that again.
        bool settable = symbol.SetMethod is { IsInitOnly: false } && edits.Count == 0;
        if (!settable && await ReadOnlyType.OfMemberAsync(symbol, property.Initializer, document.Project.Solution, model, cancellationToken).ConfigureAwait(false) is { } readOnly)
            edits.Add(new(document, property.Type, "type", current => readOnly.WithTriviaFrom(current)));
        return edits;
    }

    private static async Task<IReadOnlyList<NodeEdit>> OfFieldAsync(
        Document document, FieldDeclarationSyntax field, IFieldSymbol symbol, SemanticModel model, CancellationToken cancellationToken)
    {
        var solution = document.Project.Solution;
        var variable = field.Declaration.Variables[0];
        var readOnly = await ReadOnlyType.OfMemberAsync(symbol, variable.Initializer, solution, model, cancellationToken).ConfigureAwait(false);
        if (symbol.IsReadOnly)
            return readOnly is null || field.Declaration.Variables.Count > 1 ? [] : [new(document, field.Declaration.Type, "type", current => readOnly.WithTriviaFrom(current))];

        return HasInit(model) && InitProperty.CanReplace(field, symbol) && !await Writes.ComeLaterAsync(symbol, solution, cancellationToken).ConfigureAwait(false)
            ? [new(document, field, "property", current => InitProperty.Of((FieldDeclarationSyntax)current, readOnly))]
            : [];
    }

    private static bool HasInit(SemanticModel model) => model.Compilation.GetTypesByMetadataName(InitMarker).Length > 0;

    private static AccessorDeclarationSyntax InitAccessor(AccessorDeclarationSyntax setter) =>
        SyntaxFactory.AccessorDeclaration(
            SyntaxKind.InitAccessorDeclaration, setter.AttributeLists, setter.Modifiers,
            SyntaxFactory.Token(SyntaxKind.InitKeyword).WithTriviaFrom(setter.Keyword), setter.Body, setter.ExpressionBody, setter.SemicolonToken);
}
