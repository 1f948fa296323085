namespace EventGen.EventContracts;

/// <summary>What an AsyncAPI document is written from.</summary>
/// <param name="Title">The application's name.</param>
/// <param name="Version">The application's version.</param>
/// <param name="Events">The events that it sends or receives.</param>
/// <param name="Servers">Where they go; none where that is not known.</param>
internal sealed record AsyncApiDocument(string Title, string Version, IReadOnlyList<AsyncApiEvent> Events, IReadOnlyList<AsyncApiServer> Servers);
