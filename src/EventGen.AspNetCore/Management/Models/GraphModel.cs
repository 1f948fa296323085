namespace EventGen.AspNetCore.Management;

/// <summary>Who handles, publishes and causes what.</summary>
/// <param name="Nodes">The busiest events, and what hangs on them.</param>
/// <param name="Edges">Between them.</param>
/// <param name="Events">How many events there are that the search finds.</param>
internal sealed record GraphModel(IReadOnlyList<NodeModel> Nodes, IReadOnlyList<EdgeModel> Edges, int Events);
