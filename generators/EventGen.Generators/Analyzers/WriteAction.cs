using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>A method changes an entity.</summary>
/// <param name="Entity">The entity's type as the code knows it.</param>
/// <param name="Kinds">The kinds of change that it is, as the enum's number; none when a new object gets its first value.</param>
/// <param name="Place">Where it does.</param>
internal sealed record WriteAction(INamedTypeSymbol Entity, int Kinds, Location Place) : MethodAction(Place)
{
    /// <summary>Whether it is reported to the bus at once, without a save.</summary>
    public bool IsReported { get; init; }

    /// <summary>The member that gets a value; <see langword="null"/> when the whole entity is written.</summary>
    public string? Member { get; init; }

    /// <summary>The value, as far as it is a constant.</summary>
    public Optional<object?> Value { get; init; }
}
