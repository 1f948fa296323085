using EventGen.Generators.Parsing;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>Whether a <c>[EventKey]</c> stands where no event has its key from.</summary>
internal static class MisplacedKey
{
    /// <param name="symbol">What the attribute is written on.</param>
    /// <param name="target">What it says it is for, such as <c>property</c>; <see langword="null"/> when it says nothing.</param>
    /// <param name="bases">The classes that events derive from.</param>
    /// <param name="cancellationToken">Ends the search for those.</param>
    /// <returns>Why nothing reads it; <see langword="null"/> when something does, or may.</returns>
    public static Violation? Violation(ISymbol symbol, string? target, EventBases bases, CancellationToken cancellationToken)
    {
        if (target == "field" && symbol is not IFieldSymbol) return new("as no key is read from the field behind a property", "mark the property");
        if (symbol is IParameterSymbol && symbol.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor })
            return new("which is no part of a payload", "mark a property of the event");
        if (symbol.ContainingType is not { } type || type.HasAttribute(RuntimeNames.EventAttribute)) return null;
        if (type.TypeKind == TypeKind.Interface) return new("as no key is read from an interface", "mark the property of each event");
        if (bases.MayHave(type, cancellationToken))
        {
            // An event has the properties of its base classes, but is made by a constructor of its own.
            return symbol is IParameterSymbol && target is null or "param"
                ? new($"as '{type.FullName()}' is no event itself", "mark the property instead, with [property: EventKey]")
                : null;
        }

        return new($"as '{type.FullName()}' is no event", "mark the type with [Event], or remove the attribute");
    }
}
