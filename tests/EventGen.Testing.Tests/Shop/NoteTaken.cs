namespace EventGen.Testing.Tests.Shop;

/// <summary>An event that a handler of its own and one of its group handle.</summary>
[Event]
internal sealed record NoteTaken(string Text) : INoteEvent;
