namespace EventGen;

/// <summary>A family of events on one bus. Thread safe.</summary>
public abstract class EventGroup
{
    private protected EventGroup(object owner, string id, IReadOnlyList<EventDescriptor> members) => (Owner, Id, Members) = (owner, id, members);

    /// <summary>The group's name.</summary>
    public string Id { get; }

    /// <summary>The events of the group that the bus has, by id, ordinal.</summary>
    public IReadOnlyList<EventDescriptor> Members { get; }

    /// <summary>The bus, only carried along here.</summary>
    internal object Owner { get; }

    /// <summary>The group's name.</summary>
    public override string ToString() => Id;
}
