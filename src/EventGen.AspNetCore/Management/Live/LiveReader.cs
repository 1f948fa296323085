using System.Threading.Channels;

namespace EventGen.AspNetCore.Management;

/// <summary>One reader of the live stream: a bounded buffer, and a count of what did not fit. Thread safe.</summary>
/// <param name="eventId">The event that it wants; <see langword="null"/> for all.</param>
/// <param name="capacity">How many activities wait for it.</param>
internal sealed class LiveReader(string? eventId, int capacity)
{
    private readonly Channel<KeptActivity> _waiting = Channel.CreateBounded<KeptActivity>(new BoundedChannelOptions(capacity) { SingleReader = true });

    // Interlocked only.
    private long _lost;

    public ChannelReader<KeptActivity> Waiting => _waiting.Reader;

    /// <summary>How many activities did not fit since the reader was made.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Offers an activity. Never waits.</summary>
    public void Offer(KeptActivity activity)
    {
        if (eventId is not null && eventId != activity.EventId) return;
        if (!_waiting.Writer.TryWrite(activity)) Interlocked.Increment(ref _lost);
    }
}
