using System.Text;

namespace EventGen.Graphs;

/// <summary>Writes a graph as a mermaid flowchart.</summary>
internal static class MermaidText
{
    public static string Write(EventGraph graph)
    {
        var text = new StringBuilder("flowchart LR\n");
        var names = graph.Nodes.Select(static (node, at) => (node.Id, Name: $"n{at}")).ToDictionary(static pair => pair.Id, static pair => pair.Name, StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            string label = Escape(node.Name);
            text.Append("  ").Append(names[node.Id]).Append(node.Kind switch
            {
                "event" => $"([\"{label}\"])",
                "publisher" or "transport" => $"[/\"{label}\"/]",
                "entity" => $"[(\"{label}\")]",
                _ => $"[\"{label}\"]",
            }).Append(":::").Append(node.IsInCircle ? "circle" : node.Kind).Append('\n');
        }

        foreach (var edge in graph.Edges)
        {
            string arrow = edge.IsInCircle ? "==>" : edge.Kind is "emits" or "fires" or "causes" or "receives" ? "-->" : "-.->";
            text.Append("  ").Append(names[edge.From]).Append(' ').Append(arrow).Append('|').Append(edge.Kind).Append("| ").Append(names[edge.To]).Append('\n');
        }

        return text.Append(
            """
              classDef event fill:#dbeafe,stroke:#2563eb,color:#0f172a
              classDef handler fill:#f1f5f9,stroke:#64748b,color:#0f172a
              classDef subscribers fill:#f1f5f9,stroke:#64748b,color:#0f172a
              classDef publisher fill:#dcfce7,stroke:#16a34a,color:#0f172a
              classDef transport fill:#dcfce7,stroke:#16a34a,color:#0f172a
              classDef entity fill:#fef3c7,stroke:#d97706,color:#0f172a
              classDef emitter fill:#ffffff,stroke:#94a3b8,color:#0f172a
              classDef circle fill:#fee2e2,stroke:#dc2626,color:#0f172a

            """.Replace("\r\n", "\n", StringComparison.Ordinal)).ToString();
    }

    private static string Escape(string name) => PrintableText.Of(name).Replace("#", "#35;", StringComparison.Ordinal).Replace("\"", "#quot;", StringComparison.Ordinal).Replace("<", "#lt;", StringComparison.Ordinal).Replace(">", "#gt;", StringComparison.Ordinal);
}
