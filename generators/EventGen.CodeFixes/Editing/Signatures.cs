using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.CodeFixes.Editing;

/// <summary>Whether a method may get another signature without other code having to follow.</summary>
internal static class Signatures
{
    public static bool MayChange(IMethodSymbol method, SyntaxNode declaration) =>
        method is { IsVirtual: false, IsAbstract: false, IsOverride: false, IsExtern: false, IsPartialDefinition: false, PartialImplementationPart: null, PartialDefinitionPart: null }
        && !ImplementsInterface(method)
        && !IsUsedAsDelegate(method.Name, declaration);

    /// <summary>Whether a method or property is what an interface demands.</summary>
    public static bool ImplementsInterface(ISymbol member) =>
        member is IMethodSymbol { ExplicitInterfaceImplementations.Length: > 0 } or IPropertySymbol { ExplicitInterfaceImplementations.Length: > 0 }
        || member.ContainingType is { } type && type.AllInterfaces
            .SelectMany(contract => contract.GetMembers(member.Name))
            .Any(demanded => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(demanded), member));

    // By name, in this file: a method group may need the very signature it has.
    private static bool IsUsedAsDelegate(string name, SyntaxNode declaration) => declaration.SyntaxTree.GetRoot().DescendantNodes()
        .OfType<IdentifierNameSyntax>()
        .Any(identifier => identifier.Identifier.ValueText == name && !IsCalled(identifier) && !identifier.Ancestors().Any(IsNameOf));

    private static bool IsCalled(IdentifierNameSyntax identifier)
    {
        SyntaxNode called = identifier.Parent is MemberAccessExpressionSyntax access && access.Name == identifier ? access
            : identifier.Parent is MemberBindingExpressionSyntax binding ? binding : identifier;
        return called.Parent is InvocationExpressionSyntax call && call.Expression == called;
    }

    private static bool IsNameOf(SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };
}
