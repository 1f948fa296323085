namespace EventGen.Tests.Publishing;

/// <summary>A published event with a part that may not be null.</summary>
[Event]
[PublishTo("first")]
public sealed record PublishedText(string Text);
