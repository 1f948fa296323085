namespace EventGen.Tests.Queueing;

public enum Shelf : byte
{
    Upper,
    Lower,
}

[Event]
public sealed record KeyedByGuid([property: EventKey] Guid Key, int Number);

[Event]
public sealed record KeyedByInt([property: EventKey] int Key, int Number);

[Event]
public sealed record KeyedByUnsigned([property: EventKey] ulong Key, int Number);

[Event]
public sealed record KeyedByEnum([property: EventKey] Shelf Key, int Number);

/// <summary>Shares the partitions of <see cref="Step"/>: order holds across events.</summary>
[Event]
public sealed record OtherStep([property: EventKey] string? Partition, int Number);
