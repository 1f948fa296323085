using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Analyzers;

/// <summary>Which event's handlers emit or fire which events.</summary>
internal sealed class EmitGraph
{
    private readonly List<HandlerEmit> _emits;
    private readonly Dictionary<INamedTypeSymbol, List<HandlerEmit>> _from = new(SymbolEqualityComparer.Default);

    public EmitGraph(IEnumerable<HandlerEmit> emits)
    {
        // They come from many threads; what is reported may not depend on which was faster.
        _emits = [.. emits
            .OrderBy(static emit => emit.Handled.FullName(), StringComparer.Ordinal)
            .ThenBy(static emit => emit.Emitted.FullName(), StringComparer.Ordinal)
            .ThenBy(static emit => emit.Place.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static emit => emit.Place.SourceSpan.Start)];
        foreach (var emit in _emits)
        {
            if (!_from.TryGetValue(emit.Handled, out var list)) _from.Add(emit.Handled, list = []);
            list.Add(emit);
        }
    }

    /// <summary>The shortest way round through each emit that has one, each cycle of events once, beginning with its first event by name.</summary>
    public IEnumerable<IReadOnlyList<HandlerEmit>> EmitCycles()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var emit in _emits)
        {
            if (WayBack(emit) is not { } rest) continue;
            var cycle = FromFirstName([emit, .. rest]);
            if (known.Add(string.Join(">", cycle.Select(static step => step.Written is null ? step.Handled.FullName() : $"{step.Handled.FullName()} writing")))) yield return cycle;
        }
    }

    // Breadth first, so that the way is the shortest.
    private List<HandlerEmit>? WayBack(HandlerEmit start)
    {
        if (Same(start.Emitted, start.Handled)) return [];
        var cameBy = new Dictionary<INamedTypeSymbol, HandlerEmit?>(SymbolEqualityComparer.Default) { [start.Emitted] = null };
        var waiting = new Queue<INamedTypeSymbol>([start.Emitted]);
        while (waiting.Count > 0)
        {
            if (!_from.TryGetValue(waiting.Dequeue(), out var next)) continue;
            foreach (var emit in next)
            {
                if (Same(emit.Emitted, start.Handled)) return Way(emit, cameBy);
                if (cameBy.ContainsKey(emit.Emitted)) continue;
                cameBy.Add(emit.Emitted, emit);
                waiting.Enqueue(emit.Emitted);
            }
        }

        return null;
    }

    private static List<HandlerEmit> Way(HandlerEmit last, Dictionary<INamedTypeSymbol, HandlerEmit?> cameBy)
    {
        var way = new List<HandlerEmit> { last };
        while (cameBy[way[way.Count - 1].Handled] is { } before) way.Add(before);
        way.Reverse();
        return way;
    }

    private static List<HandlerEmit> FromFirstName(List<HandlerEmit> cycle)
    {
        int first = 0;
        for (int i = 1; i < cycle.Count; i++)
        {
            if (string.CompareOrdinal(cycle[i].Handled.FullName(), cycle[first].Handled.FullName()) < 0) first = i;
        }

        return [.. cycle.Skip(first), .. cycle.Take(first)];
    }

    private static bool Same(INamedTypeSymbol left, INamedTypeSymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
}
