namespace EventGen.Tests.Groups;

/// <summary>A group with a member of every kind: a plain record, an open record and one derived from it, a struct, and an event of two groups.</summary>
[EventGroup]
public interface INumberedEvent
{
    int Number { get; }
}

/// <summary>A group whose members are published; it shares one with <see cref="INumberedEvent"/>.</summary>
[EventGroup]
[PublishTo("first")]
public interface IPublishedGroupEvent;

[Event]
public sealed record PlainMemberEvent(int Number) : INumberedEvent;

[Event]
public record BaseMemberEvent(int Number) : INumberedEvent;

[Event]
public sealed record DerivedMemberEvent(int Number, string To) : BaseMemberEvent(Number);

[Event]
public readonly record struct ValueMemberEvent(int Number) : INumberedEvent;

[Event]
[PublishTo("first")]   // as one of its groups says: it is published there once
public sealed record TwoGroupsMemberEvent(int Number) : INumberedEvent, IPublishedGroupEvent;
