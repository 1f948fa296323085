namespace EventGen.Generators.Models;

/// <summary>What a module says of an event that it only declares.</summary>
/// <param name="Id">Its name on the wire.</param>
/// <param name="Type">The payload type, as code names it.</param>
internal sealed record EventDeclaration(string Id, string Type);
