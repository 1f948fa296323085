namespace EventGen.Hosting.Tests.Shop;

/// <summary>An event that only run-time subscribers handle.</summary>
[Event]
internal sealed record TextEvent(string Text) : ITextGroupEvent;
