using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Finds declarations that name types which are not in reach: the generated global using may bring them there.</summary>
internal static class UnresolvedTypes
{
    private const int TheTypeItself = -1;

    public static UnresolvedItem? OfEvent(INamedTypeSymbol type) =>
        IsOpen(type.BaseType)
        || type.GetMembers().Any(static member => member is IPropertySymbol or IFieldSymbol && IsOpen(PayloadMembers.TypeOf(member)))
        || HasOpenConstructor(type)
            ? Item(type)
            : null;

    public static UnresolvedItem? OfHandler(IMethodSymbol method)
    {
        var type = method.ContainingType;
        return HasOpenParameter(method) || !method.IsStatic && HasOpenConstructor(type)
            ? new UnresolvedItem(MetadataName(type), type.GetMembers().IndexOf(method.PartialDefinitionPart ?? method), method.FullName())
            : null;
    }

    public static UnresolvedItem? OfDerivedType(INamedTypeSymbol type) =>
        type.BaseClasses().Any(IsOpen) || HandlerMethods.InheritedBy(type).Any(method => HasOpenParameter(method) || HasOpenConstructor(type)) ? Item(type) : null;

    /// <summary>Whether the event itself is unknown, so that nothing can be said of the handler.</summary>
    public static bool IsOfOpenEvent(IMethodSymbol method) => method.Parameters.Length > 0 && IsOpen(method.Parameters[0].Type);

    /// <summary>The declaring type of the item, in a compilation of the same files.</summary>
    public static INamedTypeSymbol? TypeOf(UnresolvedItem item, Compilation compilation) => compilation.Assembly.GetTypeByMetadataName(item.Type);

    /// <summary>The method that the item stands for, in a compilation of the same files.</summary>
    public static IMethodSymbol? MethodOf(UnresolvedItem item, Compilation compilation) =>
        TypeOf(item, compilation)?.GetMembers().ElementAtOrDefault(item.Member) as IMethodSymbol;

    private static bool IsOpen(ITypeSymbol? type) => type switch
    {
        IErrorTypeSymbol => true,
        IArrayTypeSymbol array => IsOpen(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(IsOpen),
        _ => false,
    };

    private static bool HasOpenConstructor(INamedTypeSymbol type) => type.InstanceConstructors.Any(HasOpenParameter);

    private static bool HasOpenParameter(IMethodSymbol method) => method.Parameters.Any(static parameter => IsOpen(parameter.Type));

    private static UnresolvedItem Item(INamedTypeSymbol type) => new(MetadataName(type), TheTypeItself, type.FullName());

    private static string MetadataName(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer) return $"{MetadataName(outer)}+{type.MetadataName}";
        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.FullName()}.{type.MetadataName}" : type.MetadataName;
    }
}
