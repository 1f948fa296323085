namespace EventGen.Tests.Publishing;

[Event]
[PublishTo("first")]
public sealed record PublishedByText([property: EventKey] string? Key);

[Event]
[PublishTo("first")]
public sealed record PublishedByGuid([property: EventKey] Guid Key);

[Event]
[PublishTo("first")]
public sealed record PublishedByNumber([property: EventKey] int Key);
