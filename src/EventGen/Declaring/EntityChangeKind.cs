namespace EventGen;

/// <summary>What happens to an entity. A trigger names one or more; a change is exactly one.</summary>
[Flags]
public enum EntityChangeKind
{
    /// <summary>Nothing. No trigger and no change has it.</summary>
    None = 0,

    /// <summary>The entity is new.</summary>
    Added = 1,

    /// <summary>The entity exists and some of it changes.</summary>
    Modified = 2,

    /// <summary>The entity is removed.</summary>
    Deleted = 4,
}
