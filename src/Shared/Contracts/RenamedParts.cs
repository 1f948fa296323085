namespace EventGen.EventContracts;

/// <summary>Finds parts that have another name on the wire than before.</summary>
internal static class RenamedParts
{
    /// <returns>The old names, by new name.</returns>
    public static Dictionary<string, string> Find(ContractObject old, ContractObject @new)
    {
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        var removed = old.Parts.Where(part => @new.Find(part.Name) is null).ToList();
        if (removed.Count == 0) return renamed;

        var added = @new.Parts.Where(part => old.Find(part.Name) is null).ToList();
        foreach (var part in added)
        {
            // Another naming policy, or a name in another case.
            if (removed.FirstOrDefault(gone => Folded(gone.Name) == Folded(part.Name)) is not { } same) continue;
            renamed.Add(part.Name, same.Name);
            removed.Remove(same);
        }

        // One required part went and one of the same type came: nothing else explains it as well.
        foreach (var part in added.Where(static part => part.IsRequired))
        {
            if (renamed.ContainsKey(part.Name) || old.Reserved.Any(gone => gone.Name == part.Name)) continue;
            var like = removed.Where(gone => IsLike(gone, part)).ToList();
            if (like.Count != 1 || added.Count(other => !renamed.ContainsKey(other.Name) && IsLike(like[0], other)) != 1) continue;
            renamed.Add(part.Name, like[0].Name);
            removed.Remove(like[0]);
        }

        return renamed;
    }

    private static bool IsLike(ContractPart one, ContractPart other) => one.IsRequired == other.IsRequired && SchemaText.Short.Of(one.Schema) == SchemaText.Short.Of(other.Schema);

    private static string Folded(string name) => name.Replace("_", "").Replace("-", "").ToUpperInvariant();
}
