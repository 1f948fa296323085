namespace EventGen;

/// <summary>Has the groups of one bus. Thread safe.</summary>
internal interface IGroupSource
{
    /// <summary>A group, created now if need be.</summary>
    /// <exception cref="InvalidOperationException">There is no such group.</exception>
    EventGroup<T> Group<T>() where T : class;
}
