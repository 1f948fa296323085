namespace EventGen.Testing;

/// <summary>One thing that a bus did with an event.</summary>
/// <param name="EventId">The event's name on the wire.</param>
internal abstract record RecordedActivity(string EventId)
{
    /// <summary>A line for a reader of a failed test, which may be kept with what a build has written: without sensitive values.</summary>
    /// <param name="topic">The event's topic.</param>
    public abstract string Describe(EventTopic topic);
}
