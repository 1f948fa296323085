namespace EventGen.Generators.Models;

/// <summary>One of the events that the module adds.</summary>
/// <param name="Identifier">What generated members are named after.</param>
/// <param name="Id">Its name on the wire.</param>
/// <param name="Type">The payload type, as code names it.</param>
/// <param name="IsDeclared">Whether the module only declares it, and adds it when something is first asked of it.</param>
internal sealed record ModuleEvent(string Identifier, string Id, string Type, bool IsDeclared);
