namespace EventGen.Testing.Tests.Shop;

/// <summary>A group with one event.</summary>
[EventGroup]
internal interface INoteEvent;
