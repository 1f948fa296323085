namespace EventGen.Benchmarks.References;

/// <summary>The times of one build.</summary>
/// <param name="Compiler">What the compiler needs for the code with what was generated.</param>
/// <param name="Generator">What the generator needs.</param>
/// <param name="Analyzers">What the analyzers need.</param>
/// <param name="Floor">What generators need that do less.</param>
internal readonly record struct BuildCost(TimeSpan Compiler, TimeSpan Generator, TimeSpan Analyzers, FloorCost Floor = default)
{
    public TimeSpan EventGen => Generator + Analyzers;

    public static BuildCost operator +(BuildCost one, BuildCost other) =>
        new(one.Compiler + other.Compiler, one.Generator + other.Generator, one.Analyzers + other.Analyzers, one.Floor + other.Floor);
}
