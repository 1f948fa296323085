namespace EventGen.Generators.Models;

/// <summary>What the file of a handler class is written from.</summary>
/// <param name="Class">The class.</param>
/// <param name="Hint">The distinct part of the file's name.</param>
internal sealed record HandlerClassFile(HandlerClassModel Class, string Hint);
