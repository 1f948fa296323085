namespace EventGen.Graphs;

/// <summary>Finds the circles of a graph: its strongly connected components of more than one node, or of one that leads to itself.</summary>
internal static class Circles
{
    /// <returns>The number of its circle, by node.</returns>
    public static Dictionary<string, int> Of(IEnumerable<(string From, string To)> edges)
    {
        var forward = edges.ToLookup(static edge => edge.From, static edge => edge.To, StringComparer.Ordinal);
        var nodes = forward.SelectMany(static group => group.Append(group.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var circles = new Dictionary<string, int>(StringComparer.Ordinal);
        int number = 0;
        foreach (string node in nodes)
        {
            if (circles.ContainsKey(node)) continue;
            var reached = Reach(node, forward);
            if (!reached.Contains(node)) continue;
            number++;
            foreach (string other in reached.Where(other => Reach(other, forward).Contains(node))) circles.TryAdd(other, number);
        }

        return circles;
    }

    private static HashSet<string> Reach(string node, ILookup<string, string> forward)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>(forward[node]);
        while (waiting.TryDequeue(out string? next))
        {
            if (!reached.Add(next)) continue;
            foreach (string further in forward[next]) waiting.Enqueue(further);
        }

        return reached;
    }
}
