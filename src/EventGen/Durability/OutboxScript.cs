namespace EventGen;

/// <summary>One step of the tables' schema. Immutable.</summary>
/// <param name="Version">The version that the tables have after it.</param>
/// <param name="Sql">The statements, separated by semicolons.</param>
public sealed record OutboxScript(int Version, string Sql);
