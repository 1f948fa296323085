namespace EventGen.Hosting.Tests.Shop;

/// <summary>A member of the group with a property that the group does not have.</summary>
[Event]
internal sealed record TextWithReasonEvent(string Text, string Reason) : ITextGroupEvent;
