namespace EventGen.Benchmarks.References;

/// <summary>The times of generators that do less than EventGen's on the same project.</summary>
/// <param name="Names">Finds the events and handlers, and reads their names.</param>
/// <param name="Text">Adds the files that EventGen's generator writes to that.</param>
/// <param name="Symbols">Asks for the members, types, parameters and attributes of what it finds as well.</param>
internal readonly record struct FloorCost(TimeSpan Names, TimeSpan Text, TimeSpan Symbols)
{
    public static FloorCost operator +(FloorCost one, FloorCost other) => new(one.Names + other.Names, one.Text + other.Text, one.Symbols + other.Symbols);
}
