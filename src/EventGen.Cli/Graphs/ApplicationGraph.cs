using EventGen.Cli.Reading;
using EventGen.EventContracts;
using EventGen.Graphs;

namespace EventGen.Cli.Graphs;

/// <summary>Makes the graph of an application that was read.</summary>
internal static class ApplicationGraph
{
    public static EventGraph Of(Application application)
    {
        var nodes = new Dictionary<string, GraphNode>(StringComparer.Ordinal);
        var edges = new Dictionary<(string From, string To), GraphEdge>();
        var emits = application.Assemblies.SelectMany(static assembly => assembly.Emits).ToList();
        var handlers = application.Assemblies.SelectMany(static assembly => assembly.Manifest.Handlers).Select(static handler => handler.Method).ToHashSet(StringComparer.Ordinal);
        foreach (var declared in application.Events)
        {
            string id = $"event:{declared.Id}";
            nodes.TryAdd(id, new GraphNode(id, "event", declared.Id, null, false));
            foreach (var handler in application.HandlersOf(declared))
            {
                string to = $"handler:{declared.Id}:{handler.Name}";
                nodes.TryAdd(to, new GraphNode(to, "handler", EventGraph.ShortName(handler.Name), declared.Id, false));
                Connect(id, to, "handles");
                foreach (var emitted in emits.Where(call => call.Callers.Contains(handler.Method)).SelectMany(call => Emitted(application, call)))
                    Connect(to, $"event:{emitted.Id}", "emits");
            }

            foreach (string publisher in declared.Publishers)
            {
                string to = $"publisher:{publisher}";
                nodes.TryAdd(to, new GraphNode(to, "publisher", publisher, null, false));
                Connect(id, to, "publishes");
            }

            foreach (string entity in declared.Triggers.Select(static trigger => trigger.Split(' ')[0]))
            {
                string from = $"entity:{entity[(entity.LastIndexOf('.') + 1)..]}";
                nodes.TryAdd(from, new GraphNode(from, "entity", entity[(entity.LastIndexOf('.') + 1)..], null, false));
                Connect(from, id, "fires");
            }
        }

        // What a handler reaches is the handler's; the rest is emitted from elsewhere.
        foreach (var call in emits.Where(call => !call.Callers.Any(handlers.Contains)))
        {
            string from = $"emitter:{call.Method}";
            foreach (var emitted in Emitted(application, call))
            {
                nodes.TryAdd(from, new GraphNode(from, "emitter", EventGraph.ShortName(call.Method), null, false));
                Connect(from, $"event:{emitted.Id}", "emits");
            }
        }

        var circles = Circles.Of(edges.Keys);
        return new EventGraph(
            [.. nodes.Values.Select(node => node with { IsInCircle = node.Kind == "event" && circles.ContainsKey(node.Id) })],
            [
                .. edges.Values.Where(edge => nodes.ContainsKey(edge.To))
                    .Select(edge => edge with { IsInCircle = circles.TryGetValue(edge.From, out int one) && circles.TryGetValue(edge.To, out int other) && one == other }),
            ]);

        void Connect(string from, string to, string kind) => edges.TryAdd((from, to), new GraphEdge(from, to, kind, false));
    }

    // Emitted by a group's interface, it may be any of the group.
    private static IEnumerable<EventManifest> Emitted(Application application, EmitCall call) =>
        application.Events.Where(declared => declared.Type == call.EventType || declared.Groups.Contains(call.EventType));
}
