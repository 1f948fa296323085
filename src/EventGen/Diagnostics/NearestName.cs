namespace EventGen;

/// <summary>What somebody may have meant by a name that is none.</summary>
/// <remarks>Compiled into every package that proposes names.</remarks>
internal static class NearestName
{
    /// <summary>Proposes the nearest name, where one is near, else those that begin with the same word, else lists them all.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="known">What could have been.</param>
    /// <returns>The rest of a sentence.</returns>
    public static string Propose(string name, IReadOnlyCollection<string> known)
    {
        if (known.Count == 0) return "there are none.";
        if (Find(name, known) is { } nearest) return $"did you mean '{nearest}'?";
        string[] related = [.. known.Where(candidate => FirstWord(candidate).Equals(FirstWord(name), StringComparison.OrdinalIgnoreCase))];
        return related.Length > 0 ? $"did you mean {string.Join(" or ", related.Select(static candidate => $"'{candidate}'"))}?" : $"there are: {string.Join(", ", known)}.";
    }

    /// <summary>The nearest name; <see langword="null"/> where none is near.</summary>
    /// <inheritdoc cref="Propose"/>
    public static string? Find(string name, IReadOnlyCollection<string> known) =>
        known.MinBy(candidate => Distance(name, candidate)) is { } nearest && Distance(name, nearest) <= Math.Max(2, name.Length / 2) ? nearest : null;

    // Up to where a capital or a dot begins the next one.
    private static string FirstWord(string name)
    {
        int length = 1;
        while (length < name.Length && (char.IsLower(name[length]) || char.IsDigit(name[length]))) length++;
        return name[..Math.Min(length, name.Length)];
    }

    // Levenshtein's distance, a case apart being none, with one row of the table.
    private static int Distance(string name, string candidate)
    {
        int[] row = [.. Enumerable.Range(0, candidate.Length + 1)];
        for (int i = 0; i < name.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < candidate.Length; j++)
            {
                bool same = char.ToLowerInvariant(name[i]) == char.ToLowerInvariant(candidate[j]);
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, 1 + Math.Min(diagonal, row[j]));
            }
        }

        return row[^1];
    }
}
