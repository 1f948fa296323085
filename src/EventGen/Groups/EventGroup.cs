namespace EventGen;

/// <summary>A family of events on one bus. Thread safe.</summary>
public abstract class EventGroup
{
    private protected EventGroup(string id, IReadOnlyList<EventDescriptor> members) => (Id, Members) = (id, members);

    /// <summary>The group's name.</summary>
    public string Id { get; }

    /// <summary>The events of the group that the bus has, by id, ordinal.</summary>
    public IReadOnlyList<EventDescriptor> Members { get; }

    /// <summary>The group's name.</summary>
    public override string ToString() => Id;
}
