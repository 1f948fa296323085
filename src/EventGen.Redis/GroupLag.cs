namespace EventGen.Redis;

/// <summary>Tells how far behind a group is, and what the stream deleted before it was handled. Thread safe.</summary>
/// <param name="publisher">The publisher's name.</param>
/// <param name="group">The group.</param>
/// <param name="health">Told of a group that is far behind.</param>
/// <param name="receiver">Told of what is lost.</param>
/// <param name="limit">About how many entries the stream keeps.</param>
internal sealed class GroupLag(string publisher, StreamGroup group, ConnectionHealth health, MessageReceiver receiver, long limit)
{
    private const string Deleted = "The stream deleted them before they were handled: raise MaxStreamLength, or receive faster.";

    private readonly long _warnAt = Math.Max(1, (long)(limit * 0.8));

    // Interlocked only. 1 while the group is far behind.
    private int _isFarBehind;

    /// <summary>Takes note of how far the group is.</summary>
    public void Report(GroupProgress progress)
    {
        ReportLost(progress.Lost);
        long unread = progress.Unread ?? 0;
        bool isFarBehind = unread >= _warnAt;
        health.Warn("lag", isFarBehind ? $"Group '{group.Name}' is {unread} entries behind; the stream keeps about {limit}" : null);
        if (Interlocked.Exchange(ref _isFarBehind, isFarBehind ? 1 : 0) == 0 && isFarBehind)
            receiver.Logger.LagNearsLimit(publisher, group.Name, group.Stream, unread, limit);
    }

    /// <summary>Counts entries that nobody will handle any more.</summary>
    public void ReportLost(long entries)
    {
        if (entries > 0) receiver.ReportLost((int)Math.Min(entries, int.MaxValue), Deleted);
    }
}
