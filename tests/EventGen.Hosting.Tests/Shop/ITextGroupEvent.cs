namespace EventGen.Hosting.Tests.Shop;

/// <summary>A group of two events.</summary>
[EventGroup]
internal interface ITextGroupEvent
{
    string Text { get; }
}
