namespace EventGen.Hosting.Tests.Shop;

/// <summary>A note counts no more; its reason is not among what notes have in common.</summary>
[Event]
internal sealed record NoteCrossedOut(string Text, string Reason) : INoteEvent;
