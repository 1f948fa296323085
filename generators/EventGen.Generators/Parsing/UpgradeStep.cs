using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>One <c>[EventUpgrade]</c>: from the payload of a version to the event, or to the payload of a newer version.</summary>
/// <param name="From">The version.</param>
/// <param name="Method">The method.</param>
/// <param name="Attribute">The attribute.</param>
internal sealed record UpgradeStep(int From, IMethodSymbol Method, AttributeData Attribute)
{
    /// <summary>The payload of that version.</summary>
    public INamedTypeSymbol Payload => (INamedTypeSymbol)Method.Parameters[0].Type;
}
