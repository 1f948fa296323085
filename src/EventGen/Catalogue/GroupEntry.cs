namespace EventGen;

/// <summary>One group of a catalogue, with the events that every module adds to it.</summary>
internal abstract class GroupEntry
{
    public abstract Type GroupType { get; }

    /// <summary>The place of the group in the table of a bus.</summary>
    public abstract int Slot { get; }

    /// <summary>The type under which a container injects the group.</summary>
    public abstract Type ServiceType { get; }

    public abstract IEnumerable<Type> MemberTypes { get; }

    /// <summary>Makes the group on a bus whose topics have been made.</summary>
    public abstract EventGroup Create(EventBus bus);

    /// <summary>The group on a bus that has it.</summary>
    public abstract EventGroup GroupOf(EventBus bus);
}
