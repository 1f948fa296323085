using EventGen.CodeFixes.Editing;
using EventGen.Generators.Analyzers;
using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace EventGen.CodeFixes.Events;

/// <summary>
/// The read-only interface in the place of an array, a list or a dictionary, where nothing names the part but what makes the
/// payload: code that reads the part may need the type it has.
/// </summary>
internal static class ReadOnlyType
{
    /// <summary>For a property or a field that no parameter declares.</summary>
    public static async Task<TypeSyntax?> OfMemberAsync(
        ISymbol member, EqualsValueClauseSyntax? initializer, Solution solution, SemanticModel model, CancellationToken cancellationToken)
    {
        var type = PayloadMembers.TypeOf(member);
        if (InterfaceOf(type) is not { } readOnly || initializer is not null && !Fits(initializer.Value, readOnly, model)) return null;
        return await IsOnlyMadeAsync(member, readOnly, solution, cancellationToken).ConfigureAwait(false) ? Syntax(readOnly, type) : null;
    }

    /// <summary>For a parameter that declares a record's property.</summary>
    public static async Task<TypeSyntax?> OfParameterAsync(IParameterSymbol parameter, Solution solution, CancellationToken cancellationToken)
    {
        if (InterfaceOf(parameter.Type) is not { } readOnly || parameter.IsParams || parameter.ContainingSymbol is not IMethodSymbol constructor) return null;
        if (PayloadMembers.Find(constructor.ContainingType, parameter.Name) is not IPropertySymbol property || Signatures.ImplementsInterface(property)) return null;
        if (!await IsOnlyMadeAsync(property, readOnly, solution, cancellationToken).ConfigureAwait(false)) return null;
        foreach (var deconstruct in constructor.ContainingType.GetMembers("Deconstruct"))
        {
            if ((await Writes.NamesOfAsync(deconstruct, solution, cancellationToken).ConfigureAwait(false)).Count > 0) return null;
        }

        return await IsGivenWhatFitsAsync(constructor, parameter.Ordinal, readOnly, solution, cancellationToken).ConfigureAwait(false)
            ? Syntax(readOnly, parameter.Type)
            : null;
    }

    private static INamedTypeSymbol? InterfaceOf(ITypeSymbol type) => PayloadMutability.IsMutable(type)
        ? type.AllInterfaces.FirstOrDefault(static contract => contract is { Name: "IReadOnlyDictionary", Arity: 2 } && IsOfSystem(contract)) ?? type.AllInterfaces.FirstOrDefault(IsList)
        : null;

    private static bool IsOfSystem(INamedTypeSymbol contract) => contract.ContainingNamespace.ToDisplayString() == "System.Collections.Generic";

    private static bool IsList(INamedTypeSymbol contract) => contract.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IReadOnlyList_T;

    private static TypeSyntax Syntax(INamedTypeSymbol readOnly, ITypeSymbol instead) =>
        SyntaxFactory.ParseTypeName(readOnly.WithNullableAnnotation(instead.NullableAnnotation).Annotated()).WithAdditionalAnnotations(Simplifier.Annotation);

    private static async Task<bool> IsOnlyMadeAsync(ISymbol member, INamedTypeSymbol readOnly, Solution solution, CancellationToken cancellationToken)
    {
        foreach (var (document, name) in await Writes.NamesOfAsync(member, solution, cancellationToken).ConfigureAwait(false))
        {
            if (name.Parent is NameColonSyntax) continue;   // its value is looked at where the constructor is called
            var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
            var whole = Writes.Whole(name);
            bool made = whole.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
                && assignment.Left == whole
                && (assignment.Parent is InitializerExpressionSyntax || Functions.Around(assignment) is ConstructorDeclarationSyntax)
                && Fits(assignment.Right, readOnly, model);
            if (!made) return false;
        }

        return true;
    }

    private static async Task<bool> IsGivenWhatFitsAsync(
        IMethodSymbol constructor, int parameter, INamedTypeSymbol readOnly, Solution solution, CancellationToken cancellationToken)
    {
        foreach (var (document, name) in await Writes.NamesOfAsync(constructor, solution, cancellationToken).ConfigureAwait(false))
        {
            var call = name.AncestorsAndSelf().FirstOrDefault(static node => node is BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax);
            var model = (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
            var arguments = call is null ? default : model.GetOperation(call, cancellationToken) switch
            {
                IObjectCreationOperation creation => creation.Arguments,
                IInvocationOperation invocation => invocation.Arguments,
                _ => default,
            };
            if (arguments.IsDefault) return false;

            var given = arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter);
            if (given is { ArgumentKind: ArgumentKind.DefaultValue }) continue;
            if (given?.Value.Syntax is not ExpressionSyntax value || !Fits(value, readOnly, model)) return false;
        }

        return true;
    }

    // What takes its type from its place would have to become an interface.
    private static bool Fits(ExpressionSyntax value, INamedTypeSymbol readOnly, SemanticModel model) => value switch
    {
        ParenthesizedExpressionSyntax inner => Fits(inner.Expression, readOnly, model),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } inner => Fits(inner.Operand, readOnly, model),
        CollectionExpressionSyntax => IsList(readOnly),
        LiteralExpressionSyntax => true,
        ImplicitObjectCreationExpressionSyntax or InitializerExpressionSyntax => false,
        _ => model.GetTypeInfo(value).Type is { } type && model.Compilation.ClassifyCommonConversion(type, readOnly) is { Exists: true, IsImplicit: true },
    };
}
