using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Parsing;

/// <summary>Whether the body of a handler, as it is written, can emit.</summary>
/// <remarks>
/// The syntax of one file decides, never a symbol: bodies are no part of what symbols are made of, and the answer alone is part of the file's
/// fingerprint. So what is not known to be harmless may emit. Harmless are operators, what is read of a parameter, variables, and the
/// fields and automatic properties that stand in the same declaration as the handler. What an operator, a conversion or a property of the
/// event itself runs is not looked into.
/// </remarks>
internal static class HandlerBody
{
    /// <summary>Whether the method is a declared handler of this compilation whose body emits nothing.</summary>
    public static bool EmitsNothing(IMethodSymbol method, Compilation compilation) =>
        method.DeclaringSyntaxReferences.Length == 1
        && method.DeclaringSyntaxReferences[0] is var reference
        && compilation.ContainsSyntaxTree(reference.SyntaxTree)
        && reference.GetSyntax() is MethodDeclarationSyntax declaration
        && EmitsNothing(declaration);

    /// <summary>Whether no call stands in the body that could emit.</summary>
    public static bool EmitsNothing(MethodDeclarationSyntax method)
    {
        // Another body may run, or another part has it.
        if (method.Modifiers.Any(static modifier => modifier.Kind()
                is SyntaxKind.VirtualKeyword or SyntaxKind.AbstractKeyword or SyntaxKind.OverrideKeyword or SyntaxKind.PartialKeyword or SyntaxKind.ExternKeyword)) return false;
        if (((SyntaxNode?)method.Body ?? method.ExpressionBody) is not { } body || method.Parent is not TypeDeclarationSyntax type) return false;
        return new Reading(method, type).IsHarmless(body);
    }

    private readonly struct Reading(MethodDeclarationSyntax method, TypeDeclarationSyntax type)
    {
        public bool IsHarmless(SyntaxNode node) => node switch
        {
            AssignmentExpressionSyntax assignment => IsVariable(assignment.Left, calculates: !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)) && IsHarmless(assignment.Right),
            PrefixUnaryExpressionSyntax unary when unary.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression => IsVariable(unary.Operand, calculates: true),
            PostfixUnaryExpressionSyntax unary when unary.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression => IsVariable(unary.Operand, calculates: true),
            ElementAccessExpressionSyntax or IdentifierNameSyntax => IsVariable((ExpressionSyntax)node, calculates: false),
            MemberAccessExpressionSyntax member => IsVariable(member, calculates: false) || IsOfParameter(member),
            InvocationExpressionSyntax call => IsAtomic(call.Expression) && call.ArgumentList.Arguments.All(IsHarmless),
            VariableDeclaratorSyntax { ArgumentList: null } variable => variable.Initializer is null || IsHarmless(variable.Initializer),
            VariableDeclarationSyntax variables => variables.Variables.All(IsHarmless),
            LocalDeclarationStatementSyntax local => local.UsingKeyword.IsKind(SyntaxKind.None) && IsHarmless(local.Declaration),
            CastExpressionSyntax cast => cast.Type is PredefinedTypeSyntax && IsHarmless(cast.Expression),
            BlockSyntax or ArrowExpressionClauseSyntax or ExpressionStatementSyntax or IfStatementSyntax or ElseClauseSyntax or ForStatementSyntax or WhileStatementSyntax
                or DoStatementSyntax or ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or EmptyStatementSyntax or EqualsValueClauseSyntax
                or ArgumentSyntax or ParenthesizedExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax
                or ConditionalExpressionSyntax or CheckedExpressionSyntax => node.ChildNodes().All(IsHarmless),
            LiteralExpressionSyntax or DefaultExpressionSyntax or PredefinedTypeSyntax or ThisExpressionSyntax => true,
            _ => false,
        };

        // What is written or read runs no code of the project. A calculation does where its type has operators: only the language's own types are known to have none.
        private bool IsVariable(ExpressionSyntax expression, bool calculates) => expression switch
        {
            ParenthesizedExpressionSyntax inner => IsVariable(inner.Expression, calculates),
            IdentifierNameSyntax name => IsLocal(name.Identifier.ValueText) || IsMember(name.Identifier.ValueText, calculates, isArray: false),
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } member => IsMember(member.Name.Identifier.ValueText, calculates, isArray: false),
            ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax array } element =>
                IsMember(array.Identifier.ValueText, calculates, isArray: true) && element.ArgumentList.Arguments.All(IsHarmless),
            _ => false,
        };

        private bool IsLocal(string name) =>
            method.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == name)
            || method.DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(variable => variable.Identifier.ValueText == name);

        private bool IsOfParameter(MemberAccessExpressionSyntax member)
        {
            var root = member.Expression;
            while (root is MemberAccessExpressionSyntax outer) root = outer.Expression;
            return root is IdentifierNameSyntax name && method.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == name.Identifier.ValueText);
        }

        private bool IsMember(string name, bool calculates, bool isArray)
        {
            foreach (var member in type.Members)
            {
                if (TypeOf(member, name) is not { } written) continue;
                if (!isArray) return !calculates || written is PredefinedTypeSyntax;
                return written is ArrayTypeSyntax array && (!calculates || array.ElementType is PredefinedTypeSyntax);
            }

            return false;
        }

        private static TypeSyntax? TypeOf(MemberDeclarationSyntax member, string name) => member switch
        {
            FieldDeclarationSyntax field when field.Declaration.Variables.Any(variable => variable.Identifier.ValueText == name) => field.Declaration.Type,
            PropertyDeclarationSyntax property when property.Identifier.ValueText == name && IsAutomatic(property) => property.Type,
            _ => null,
        };

        private static bool IsAutomatic(PropertyDeclarationSyntax property) =>
            property is { ExpressionBody: null, AccessorList: { } accessors }
            && accessors.Accessors.All(static accessor => accessor is { Body: null, ExpressionBody: null })
            && !property.Modifiers.Any(static modifier => modifier.Kind()
                is SyntaxKind.VirtualKeyword or SyntaxKind.AbstractKeyword or SyntaxKind.OverrideKeyword or SyntaxKind.PartialKeyword);

        // Counting by several threads is what many small handlers do.
        private static bool IsAtomic(ExpressionSyntax called) =>
            called is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Interlocked" or "Volatile" } };
    }
}
