namespace EventGen.Generators.Tests.EventContracts.Generation;

/// <summary>A generated payload: its type and what it holds.</summary>
/// <param name="Root">The payload.</param>
/// <param name="Types">Other objects.</param>
/// <param name="Enums">Enums.</param>
internal sealed record PayloadShape(TypeShape Root, IReadOnlyList<TypeShape> Types, IReadOnlyList<EnumShape> Enums)
{
    /// <summary>The source of a namespace with the payload.</summary>
    /// <param name="space">The namespace.</param>
    /// <param name="mark">Attributes of the payload.</param>
    public string Source(string space, string mark) =>
        $"namespace {space}\n{{\nusing System.Text.Json.Serialization;\n{string.Concat(Enums.Select(static item => item.Source))}{string.Concat(Types.Select(static item => item.Source))}{mark}\n{Root.Source}}}\n";
}
