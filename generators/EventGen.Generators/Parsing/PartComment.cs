using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EventGen.Generators.Parsing;

/// <summary>Reads what comments say of a payload's part, so that the overloads that take it can repeat it.</summary>
/// <remarks>
/// What says nothing itself has it from what it overrides or implements, <c>inheritdoc</c> or not, as far as that is the project's:
/// a compiler is not given the comments of references. An <c>inheritdoc</c> that names something else is not followed.
/// </remarks>
internal static class PartComment
{
    /// <summary>Of a constructor's parameter: what the constructor says of it, else what the property says that is named like it.</summary>
    public static string Of(IParameterSymbol parameter, INamedTypeSymbol type, CancellationToken cancellationToken) =>
        DocComment.Parameter((IMethodSymbol)parameter.ContainingSymbol, parameter.Name, cancellationToken) is { Length: > 0 } text
            ? text
            : First(type.BaseClasses().Prepend(type).SelectMany(static level => level.GetMembers()).Where(member => IsNamed(member, parameter.Name)), cancellationToken);

    /// <summary>Of a property or field.</summary>
    public static string Of(ISymbol member, CancellationToken cancellationToken)
    {
        if (DocComment.Summary(member, cancellationToken) is { Length: > 0 } summary) return summary;
        if (DeclaringParameter(member, cancellationToken) is { } constructor
            && DocComment.Parameter(constructor, member.Name, cancellationToken) is { Length: > 0 } text)
        {
            return text;
        }

        if (member is not IPropertySymbol property) return "";
        var demanded = member.ContainingType.AllInterfaces
            .Where(static contract => !contract.DeclaringSyntaxReferences.IsEmpty)
            .SelectMany(contract => contract.GetMembers(member.Name));
        return First(property.OverriddenProperty is { } overridden ? demanded.Prepend(overridden) : demanded, cancellationToken);
    }

    private static string First(IEnumerable<ISymbol> members, CancellationToken cancellationToken) =>
        members.Select(member => Of(member, cancellationToken)).FirstOrDefault(static text => text.Length > 0) ?? "";

    private static bool IsNamed(ISymbol member, string name) =>
        member is IPropertySymbol or IFieldSymbol && !member.IsStatic && string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase);

    // The primary constructor of the record whose parameter declares the property.
    private static IMethodSymbol? DeclaringParameter(ISymbol member, CancellationToken cancellationToken) =>
        member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is ParameterSyntax declaration
            ? member.ContainingType.InstanceConstructors.FirstOrDefault(constructor =>
                constructor.DeclaringSyntaxReferences.Any(place => place.GetSyntax(cancellationToken) == declaration.Parent?.Parent))
            : null;
}
