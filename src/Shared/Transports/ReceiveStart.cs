namespace EventGen;

/// <summary>
/// When a receiver has started, for an application that the server does not know yet: where it begins to read if the server answers only later. Compiled into each transport. Thread safe.
/// </summary>
/// <remarks>
/// The start of a bus waits for its receiver, but not for ever. What was published before the wait is older than the bus, and what was published after it has to be received; of what was published
/// during the wait, either is right. So the middle of the wait is the time to begin at: neither clocks that differ by less than half of the wait nor a server that counts in milliseconds
/// then change what is received.
/// </remarks>
/// <param name="wait">How long the start of the bus waits for a receiver.</param>
/// <param name="time">The clock.</param>
internal sealed class ReceiveStart(TimeSpan wait, TimeProvider time)
{
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>Whether the middle of the wait is still to come: what the server holds then may be left out, for the bus waits on. Nobody can be sure of that at the end of the wait, which timers tell by a coarser clock.</summary>
    public bool IsEarly => time.GetElapsedTime(_startedAt) < wait / 2;

    /// <summary>The middle of the wait.</summary>
    public DateTimeOffset Middle => time.GetUtcNow() - time.GetElapsedTime(_startedAt) + (wait / 2);
}
