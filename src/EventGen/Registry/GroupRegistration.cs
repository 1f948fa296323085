namespace EventGen;

/// <summary>One group of a registry, with the events that every module adds to it.</summary>
internal abstract class GroupRegistration
{
    /// <summary>The type under which a container injects the group.</summary>
    public abstract Type ServiceType { get; }

    public abstract IEnumerable<Type> MemberTypes { get; }

    /// <summary>Gives every event of the group the handlers of the group. Once, when all modules are there.</summary>
    public abstract void AddHandlers();

    /// <summary>The group on a bus that has it.</summary>
    public abstract EventGroup GroupOf(IGroupSource groups);
}
