namespace EventGen.Generators.Models;

/// <summary>One of the events that the module adds.</summary>
/// <param name="Identifier">What generated members are named after.</param>
/// <param name="Declaration">Its id and type, where the module only declares it and adds it when something is first asked of it; otherwise <see langword="null"/>, so that what they are is no matter of the module.</param>
internal sealed record ModuleEvent(string Identifier, EventDeclaration? Declaration);
