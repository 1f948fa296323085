namespace EventGen.Graphs;

/// <summary>Gives the nodes of a graph their places, left to right. Used once.</summary>
/// <remarks>In layers: a node stands right of all that leads to it, edges that would close a circle left out. In a layer, nodes stand near what they are connected with.</remarks>
internal sealed class GraphLayout
{
    public const double NodeHeight = 34;

    private const double LayerGap = 64;
    private const double RowGap = 16;
    private const double Margin = 24;
    private const double LetterWidth = 7.4;

    private readonly EventGraph _graph;
    private readonly Dictionary<string, int> _layers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _middles = new(StringComparer.Ordinal);

    public GraphLayout(EventGraph graph)
    {
        _graph = graph;
        AssignLayers();
        Place();
    }

    public double Width { get; private set; }

    public double Height { get; private set; }

    /// <summary>Where each node is.</summary>
    public Dictionary<string, (double X, double Y, double Width)> Places { get; } = new(StringComparer.Ordinal);

    private void AssignLayers()
    {
        var forward = ForwardEdges();
        var incoming = forward.ToLookup(static edge => edge.To, static edge => edge.From, StringComparer.Ordinal);
        foreach (var node in _graph.Nodes) _ = LayerOf(node.Id, incoming);

        // What leads somewhere stands close to it; the rest of the first layer would be far away.
        foreach (var node in _graph.Nodes.Where(node => !incoming[node.Id].Any()))
        {
            var next = forward.Where(edge => edge.From == node.Id).Select(edge => _layers[edge.To]).ToList();
            if (next.Count > 0) _layers[node.Id] = Math.Max(0, next.Min() - 1);
        }
    }

    private int LayerOf(string node, ILookup<string, string> incoming)
    {
        if (_layers.TryGetValue(node, out int known)) return known;
        int layer = incoming[node].Select(from => LayerOf(from, incoming) + 1).DefaultIfEmpty(0).Max();
        _layers[node] = layer;
        return layer;
    }

    // Depth first; an edge back to a node on the way closes a circle.
    private List<GraphEdge> ForwardEdges()
    {
        var outgoing = _graph.Edges.ToLookup(static edge => edge.From, StringComparer.Ordinal);
        var incoming = _graph.Edges.Select(static edge => edge.To).ToHashSet(StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        var onWay = new HashSet<string>(StringComparer.Ordinal);
        List<GraphEdge> forward = [];
        foreach (var node in _graph.Nodes.OrderBy(node => incoming.Contains(node.Id))) Visit(node.Id);
        return forward;

        void Visit(string node)
        {
            if (!done.Add(node)) return;
            onWay.Add(node);
            foreach (var edge in outgoing[node])
            {
                if (onWay.Contains(edge.To)) continue;
                forward.Add(edge);
                Visit(edge.To);
            }

            onWay.Remove(node);
        }
    }

    private void Place()
    {
        var layers = _graph.Nodes.GroupBy(node => _layers[node.Id]).OrderBy(static layer => layer.Key).Select(static layer => layer.ToList()).ToList();
        var neighbours = _graph.Edges.Select(static edge => (edge.From, edge.To)).Concat(_graph.Edges.Select(static edge => (From: edge.To, To: edge.From)))
            .ToLookup(static edge => edge.From, static edge => edge.To, StringComparer.Ordinal);
        foreach (var layer in layers) Stack(layer);
        for (int sweep = 0; sweep < 8; sweep++)
        {
            foreach (var layer in sweep % 2 == 0 ? layers : Enumerable.Reverse(layers))
            {
                var wanted = layer.ToDictionary(static node => node.Id, node => neighbours[node.Id].Select(other => _middles[other]).DefaultIfEmpty(_middles[node.Id]).Average(), StringComparer.Ordinal);
                layer.Sort((one, other) => wanted[one.Id].CompareTo(wanted[other.Id]) is not 0 and var order ? order : string.CompareOrdinal(one.Id, other.Id));
                Stack(layer);
            }
        }

        double height = layers.Select(static layer => (layer.Count * (NodeHeight + RowGap)) - RowGap).DefaultIfEmpty(0).Max();
        double x = Margin;
        foreach (var layer in layers)
        {
            double width = layer.Max(static node => (node.Name.Length * LetterWidth) + 28);
            double y = Margin + ((height - ((layer.Count * (NodeHeight + RowGap)) - RowGap)) / 2);
            foreach (var node in layer)
            {
                Places[node.Id] = (x, y, width);
                y += NodeHeight + RowGap;
            }

            x += width + LayerGap;
        }

        Width = Math.Max(x - LayerGap + Margin, 200);
        Height = height + (2 * Margin);
    }

    // Around the middle line, so that layers of unlike heights can be compared.
    private void Stack(List<GraphNode> layer)
    {
        for (int row = 0; row < layer.Count; row++) _middles[layer[row].Id] = row - ((layer.Count - 1) / 2.0);
    }
}
