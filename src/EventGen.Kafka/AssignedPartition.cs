using System.Diagnostics;
using Confluent.Kafka;

namespace EventGen.Kafka;

/// <summary>A partition, as long as this instance has it, and which of its messages are being handled. Thread safe.</summary>
/// <param name="partition">Which.</param>
/// <param name="start">The offset of the first message that is received: everything before it has been handled, or need not be.</param>
internal sealed class AssignedPartition(TopicPartition partition, long start)
{
    private readonly object _gate = new();

    // Under _gate.
    private readonly OffsetWatermark _watermark = new();
    private long? _taken;

    private bool _isGivenBack;

    public TopicPartition Partition => partition;

    /// <summary>The offset that comes next, as far as there are no gaps. The receiving thread's alone.</summary>
    public required long Expected { get; set; }

    /// <summary>Whether the group has no offset of it, as far as this instance knows. The receiving thread's alone.</summary>
    public bool IsNew { get; set; }

    /// <summary>Whether nothing more is asked for because of a message that is not done with. The receiving thread's alone.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Whether another instance has it, or may have it.</summary>
    public bool IsGivenBack => Volatile.Read(ref _isGivenBack);

    /// <summary>How many are being handled.</summary>
    public int Open
    {
        get
        {
            lock (_gate) return _watermark.Open;
        }
    }

    /// <summary>How many are being handled, or were before an older one is.</summary>
    public int Tracked
    {
        get
        {
            lock (_gate) return _watermark.Tracked;
        }
    }

    /// <summary>The offset that would be committed.</summary>
    public long Committable
    {
        get
        {
            lock (_gate) return _watermark.Committable ?? start;
        }
    }

    /// <summary>What the group knows to be handled, as far as this instance has told it. The receiving thread's alone.</summary>
    public long Committed { get; set; } = -1;

    /// <summary>Whether the group took it away without asking: it takes no commit of it any more. The receiving thread's alone.</summary>
    public bool IsLost { get; set; }

    /// <summary>Whether this instance has handled messages that the group does not know of. The receiving thread's alone.</summary>
    public bool IsUncommitted => !IsLost && Committable > Math.Max(Committed, start);

    /// <inheritdoc cref="OffsetWatermark.Begin"/>
    public long Begin(long offset)
    {
        lock (_gate) return _watermark.Begin(offset);
    }

    /// <inheritdoc cref="OffsetWatermark.Settle"/>
    public void Settle(long ticket)
    {
        lock (_gate)
        {
            _watermark.Settle(ticket);
            if (_watermark.Open == 0) Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The offset to commit, if it is another than when this was asked last.</summary>
    public bool TryTakeCommittable(out long offset)
    {
        lock (_gate)
        {
            offset = _watermark.Committable ?? start;
            if (_taken == offset) return false;
            _taken = offset;
            return true;
        }
    }

    /// <summary>Waits until nothing is being handled.</summary>
    /// <returns>False when the time was over first.</returns>
    public bool WaitUntilSettled(TimeSpan limit)
    {
        long started = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (_watermark.Open > 0)
            {
                var left = limit - Stopwatch.GetElapsedTime(started);
                if (left <= TimeSpan.Zero) return false;
                Monitor.Wait(_gate, left);
            }

            return true;
        }
    }

    /// <summary>Another instance may have it from now on.</summary>
    public void GiveBack() => Volatile.Write(ref _isGivenBack, true);
}
