namespace EventGen.Hosting.Tests.Shop;

/// <summary>What becomes of a note.</summary>
[EventGroup]
internal interface INoteEvent
{
    string Text { get; }
}
