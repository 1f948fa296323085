namespace EventGen.Tests.Groups;

/// <summary>What comes in.</summary>
[EventGroup("ingest")]
public interface IIngestEvent
{
    int Number { get; }
}

/// <summary>Another family, which shares a member.</summary>
[EventGroup]
[PublishTo("first")]
public interface ITrackedEvent;

[Event]
public sealed record SipCreated(int Number) : IIngestEvent;

[Event]
public record SipChanged(int Number) : IIngestEvent;

[Event]
public sealed record SipMoved(int Number, string To) : SipChanged(Number);

[Event]
public readonly record struct SipCounted(int Number) : IIngestEvent;

[Event]
[PublishTo("first")]   // as one of its groups says: it is published there once
public sealed record SipDeleted(int Number) : IIngestEvent, ITrackedEvent;
