namespace EventGen.Generators.Models;

/// <summary>What code has to silence to name obsolete and experimental symbols.</summary>
/// <param name="Ids">The warnings, sorted: <c>CS0618</c>, <c>SHOP001</c>.</param>
/// <param name="NeedsObsoleteContext">
/// Whether a symbol is obsolete as an error, which no pragma silences: only code that is obsolete itself may name it.
/// </param>
internal sealed record SuppressionModel(EquatableArray<string> Ids, bool NeedsObsoleteContext)
{
    public static SuppressionModel None { get; } = new(default, false);

    public static SuppressionModel Union(IEnumerable<SuppressionModel> all)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        bool needsObsoleteContext = false;
        foreach (var one in all)
        {
            ids.UnionWith(one.Ids);
            needsObsoleteContext |= one.NeedsObsoleteContext;
        }

        return new SuppressionModel(ids.ToEquatableArray(), needsObsoleteContext);
    }
}
