namespace EventGen.Testing;

/// <summary>One thing that a bus did with an event.</summary>
/// <param name="EventId">The event's name on the wire.</param>
internal abstract record RecordedActivity(string EventId)
{
    /// <summary>A line for a reader of a failed test.</summary>
    public abstract string Describe();
}
