namespace EventGen.Hosting.Tests.Shop;

/// <summary>An event nobody handles at compile time: tests subscribe to it as they need.</summary>
[Event]
internal sealed record Noted(string Text) : INoteEvent;
