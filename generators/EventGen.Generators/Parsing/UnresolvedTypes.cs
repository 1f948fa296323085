using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Finds types that no declaration or reference explains while the generator runs: another generator may write them.</summary>
internal static class UnresolvedTypes
{
    /// <summary>Whether the event that the method takes is unknown, so that nothing can be said of the handler.</summary>
    public static bool IsEventOf(IMethodSymbol method) => method.Parameters.Length > 0 && IsUnresolved(method.Parameters[0].Type);

    private static bool IsUnresolved(ITypeSymbol type) => type switch
    {
        IErrorTypeSymbol => true,
        IArrayTypeSymbol array => IsUnresolved(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(IsUnresolved),
        _ => false,
    };
}
