namespace EventGen.EventContracts;

/// <summary>A group that an assembly declares. Immutable.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">The interface's full name.</param>
/// <param name="Description">What it means; empty when nothing says so.</param>
internal sealed record GroupManifest(string Id, string Type, string Description);
