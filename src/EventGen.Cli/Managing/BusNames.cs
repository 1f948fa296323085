namespace EventGen.Cli.Managing;

/// <summary>What may be named of a bus.</summary>
/// <param name="Events">The ids of events.</param>
/// <param name="Targets">The names of handlers and publishers, in full.</param>
/// <param name="AreAll">Whether the bus has declared no others. A store knows those that it has had something of.</param>
internal sealed record BusNames(IReadOnlyCollection<string> Events, IReadOnlyCollection<string> Targets, bool AreAll);
