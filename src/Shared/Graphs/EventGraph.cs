namespace EventGen.Graphs;

/// <summary>Who emits, handles and publishes which events: what the command and the management endpoints draw. Immutable.</summary>
/// <param name="Nodes">What there is.</param>
/// <param name="Edges">What leads where.</param>
internal sealed record EventGraph(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges)
{
    /// <summary>The kinds of text and picture that a graph is drawn as.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["mermaid", "dot", "svg"];

    /// <summary>Draws it.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    public string Draw(string format) => format switch
    {
        "mermaid" => MermaidText.Write(this),
        "dot" => DotText.Write(this),
        "svg" => SvgPicture.Draw(this),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
    };

    /// <summary>Type and method without the namespace; of top-level statements the type alone. A name of several words stays as it was given.</summary>
    public static string ShortName(string name)
    {
        if (name.Any(char.IsWhiteSpace)) return name;
        string[] parts = name.Split('.');
        string shortened = string.Join('.', parts[^Math.Min(2, parts.Length)..]);
        return shortened.Replace(".<Main>$", "", StringComparison.Ordinal);
    }
}
