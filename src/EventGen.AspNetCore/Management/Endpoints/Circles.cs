namespace EventGen.AspNetCore.Management;

/// <summary>Finds the nodes of a graph that are in a circle.</summary>
internal static class Circles
{
    /// <summary>The nodes from which a way leads back to themselves.</summary>
    public static HashSet<string> Of(IReadOnlyList<(string From, string To)> edges)
    {
        var next = edges.ToLookup(static edge => edge.From, static edge => edge.To, StringComparer.Ordinal);
        HashSet<string> found = new(StringComparer.Ordinal);
        foreach (var start in next)
        {
            HashSet<string> seen = new(StringComparer.Ordinal);
            Stack<string> open = new(start);
            while (open.TryPop(out string? node))
            {
                if (node == start.Key)
                {
                    found.Add(node);
                    break;
                }

                if (!seen.Add(node)) continue;
                foreach (string to in next[node]) open.Push(to);
            }
        }

        return found;
    }
}
