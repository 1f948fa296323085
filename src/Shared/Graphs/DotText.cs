using System.Text;

namespace EventGen.Graphs;

/// <summary>Writes a graph in the language of Graphviz.</summary>
internal static class DotText
{
    public static string Write(EventGraph graph)
    {
        var text = new StringBuilder("digraph events {\n  rankdir=LR;\n  node [fontname=\"Helvetica\", fontsize=11, style=filled, fillcolor=white];\n  edge [fontname=\"Helvetica\", fontsize=9];\n");
        foreach (var node in graph.Nodes)
        {
            string shape = node.Kind switch { "event" => "ellipse", "publisher" or "transport" => "cds", "entity" => "cylinder", _ => "box" };
            string colour = node.IsInCircle ? "#fee2e2" : node.Kind switch { "event" => "#dbeafe", "publisher" or "transport" => "#dcfce7", "entity" => "#fef3c7", "handler" or "subscribers" => "#f1f5f9", _ => "#ffffff" };
            text.Append("  ").Append(Quote(node.Id)).Append(" [label=").Append(Quote(node.Name)).Append(", shape=").Append(shape).Append(", fillcolor=\"").Append(colour).Append("\"];\n");
        }

        foreach (var edge in graph.Edges)
        {
            text.Append("  ").Append(Quote(edge.From)).Append(" -> ").Append(Quote(edge.To)).Append(" [label=").Append(Quote(edge.Kind));
            if (edge.IsInCircle) text.Append(", color=\"#dc2626\", penwidth=2");
            text.Append("];\n");
        }

        return text.Append("}\n").ToString();
    }

    private static string Quote(string text) => $"\"{PrintableText.Of(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
