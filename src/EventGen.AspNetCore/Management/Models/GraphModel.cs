namespace EventGen.AspNetCore.Management;

/// <summary>Who handles, publishes and causes what.</summary>
internal sealed record GraphModel(IReadOnlyList<NodeModel> Nodes, IReadOnlyList<EdgeModel> Edges);
