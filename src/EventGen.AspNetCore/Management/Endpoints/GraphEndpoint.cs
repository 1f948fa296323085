using EventGen.Graphs;
using Microsoft.AspNetCore.Http;

namespace EventGen.AspNetCore.Management;

/// <summary><c>GET /graph</c>: who handles, publishes, causes and receives what, as JSON with rates, or drawn as the command draws it. Of many events, the busiest.</summary>
internal sealed class GraphEndpoint(ManagementServer server)
{
    private const string Json = "json";

    public Task GetAsync(HttpContext request)
    {
        Query.AllowOnly(request, "search", "take", "format");
        string format = Query.Text(request, "format") ?? Json;
        if (format != Json && !EventGraph.Formats.Contains(format)) throw ProblemException.BadRequest($"'format' is {Json}, {string.Join(", ", EventGraph.Formats)}.");
        var graph = Read(request);
        return format == Json ? Answer.JsonAsync(request, graph, ManagementJson.Default.GraphModel) : DrawAsync(request, graph, format);
    }

    private static Task DrawAsync(HttpContext request, GraphModel graph, string format)
    {
        var circles = Circles.Of(graph.Edges.Select(static edge => (edge.From, edge.To)));
        var drawn = new EventGraph(
            [.. graph.Nodes.Select(static node => new GraphNode(node.Id, node.Kind, node.Kind == "handler" ? EventGraph.ShortName(node.Name) : node.Name, node.Event, node.IsInCircle))],
            [.. graph.Edges.Select(edge => new GraphEdge(edge.From, edge.To, edge.Kind, circles.TryGetValue(edge.From, out int one) && circles.TryGetValue(edge.To, out int other) && one == other))]);
        var response = request.Response;
        response.ContentType = format switch { "svg" => "image/svg+xml", "dot" => "text/vnd.graphviz; charset=utf-8", _ => "text/plain; charset=utf-8" };
        // The picture has its style inside.
        if (format == "svg") response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src '{SvgPicture.StyleHash}'; frame-ancestors 'none'";
        return response.WriteAsync(drawn.Draw(format), request.RequestAborted);
    }

    private GraphModel Read(HttpContext request)
    {
        EventDescriptor[] found = [.. Search(Query.Text(request, "search"))];
        var shown = found
            .OrderByDescending(descriptor => server.Bus.Statistics.RateOf(descriptor.Id).LastSecond)
            .ThenBy(static descriptor => descriptor.Id, StringComparer.Ordinal)
            .Take(Query.Take(request, missing: 500));
        List<NodeModel> nodes = [];
        List<EdgeModel> edges = [];
        var causes = server.History.Causes;
        var circles = Circles.Of(causes.Select(static cause => (cause.Cause, cause.Effect)));
        Dictionary<string, NodeModel> publishers = new(StringComparer.Ordinal);
        Dictionary<string, NodeModel> transports = new(StringComparer.Ordinal);
        HashSet<string> entities = new(StringComparer.Ordinal);
        HashSet<string> drawn = new(StringComparer.Ordinal);
        foreach (var descriptor in shown)
        {
            drawn.Add(descriptor.Id);
            var measured = server.Bus.Statistics.Find(descriptor.Id);
            double rate = measured?.Rate.LastSecond ?? 0;
            string id = $"event:{descriptor.Id}";
            nodes.Add(new NodeModel(
                id, "event", descriptor.Id, descriptor.Id, Round(rate), Round(measured?.ReceivedRate.LastSecond ?? 0), Round(measured?.Targets.Sum(static target => target.FailureRate.LastMinute) ?? 0),
                measured?.Targets.Sum(static target => target.Failed) ?? 0, circles.ContainsKey(descriptor.Id)));
            foreach (string handler in descriptor.Handlers.Distinct(StringComparer.Ordinal))
            {
                var target = Target(measured, handler, false);
                string to = $"handler:{descriptor.Id}:{handler}";
                nodes.Add(new NodeModel(to, "handler", handler, descriptor.Id, Round(target?.Rate.LastSecond ?? 0), 0, Round(target?.FailureRate.LastMinute ?? 0), target?.Failed ?? 0, false));
                edges.Add(Edge(id, to, "handles", target));
            }

            foreach (string publisher in descriptor.Publishers)
            {
                string to = $"publisher:{publisher}";
                var target = Target(measured, publisher, true);
                if (measured is { Received: > 0, Emitted: 0 } && target is null or { Attempts: 0 }) continue;   // it comes from elsewhere
                edges.Add(Edge(id, to, "publishes", target));

                // Of all events that are drawn.
                var sum = publishers.GetValueOrDefault(publisher) ?? new NodeModel(to, "publisher", publisher, null, 0, 0, 0, 0, false);
                publishers[publisher] = sum with
                {
                    Rate = Round(sum.Rate + (target?.Rate.LastSecond ?? 0)), FailureRate = Round(sum.FailureRate + (target?.FailureRate.LastMinute ?? 0)), Failed = sum.Failed + (target?.Failed ?? 0),
                };
            }

            foreach (var source in measured?.Targets.Where(static target => target.Received > 0) ?? [])
            {
                string from = $"transport:{source.Name}";
                double received = Round(source.ReceivedRate.LastSecond);
                var sum = transports.GetValueOrDefault(from) ?? new NodeModel(from, "transport", source.Name, null, 0, 0, 0, 0, false);
                transports[from] = sum with { Rate = Round(sum.Rate + received), ReceivedRate = Round(sum.ReceivedRate + received) };
                edges.Add(new EdgeModel(from, id, "receives", received, 0));
            }

            if (server.Bus.FindTopic(descriptor.Id)!.SubscriberCount is var subscribers and > 0)
            {
                nodes.Add(new NodeModel($"subscribers:{descriptor.Id}", "subscribers", $"{subscribers} run-time subscriber{(subscribers == 1 ? "" : "s")}", descriptor.Id, Round(rate), 0, 0, 0, false));
                edges.Add(new EdgeModel(id, $"subscribers:{descriptor.Id}", "handles", Round(rate), 0));
            }

            foreach (string entity in descriptor.Triggers.Select(static trigger => trigger.Entity.Name).Distinct(StringComparer.Ordinal))
            {
                if (entities.Add(entity)) nodes.Add(new NodeModel($"entity:{entity}", "entity", entity, null, 0, 0, 0, 0, false));
                edges.Add(new EdgeModel($"entity:{entity}", id, "fires", Round(rate), 0));
            }
        }

        nodes.AddRange(publishers.Values);
        nodes.AddRange(transports.Values);
        edges.AddRange(causes.Where(cause => drawn.Contains(cause.Cause) && drawn.Contains(cause.Effect)).Select(cause => new EdgeModel(
            $"event:{cause.Cause}", $"event:{cause.Effect}", "causes", Round(server.Bus.Statistics.RateOf(cause.Effect).LastSecond), 0)));
        return new GraphModel(nodes, edges, found.Length);
    }

    private IEnumerable<EventDescriptor> Search(string? text)
    {
        return text is null ? server.Bus.Descriptors : server.Bus.Descriptors.Where(descriptor =>
            IsHit(descriptor.Id) || descriptor.Handlers.Any(IsHit) || descriptor.Publishers.Any(IsHit) || descriptor.Triggers.Any(trigger => IsHit(trigger.Entity.Name)));

        bool IsHit(string name) => name.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    private static TargetStatistics? Target(EventStatistics? measured, string name, bool isPublisher) =>
        measured?.Targets.FirstOrDefault(target => target.Name == name && target.IsPublisher == isPublisher);

    private static EdgeModel Edge(string from, string to, string kind, TargetStatistics? target) =>
        new(from, to, kind, Round(target?.Rate.LastSecond ?? 0), Round(target?.FailureRate.LastMinute ?? 0));

    private static double Round(double rate) => Math.Round(rate, 3);
}
