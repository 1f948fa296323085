using NATS.Client.JetStream.Models;

namespace EventGen.Nats;

/// <summary>How far an application is in its stream, as far as this process knows: where its consumer begins if it has to be made, and what was lost with a stream. Thread safe.</summary>
internal sealed class StreamPosition
{
    private readonly object _gate = new();

    // All under _gate. The application has nothing to do with messages up to this one: they are older than its bus or its consumer, or have been handled. Null as long as nothing is known. It only grows, as
    // long as the stream is the same: a consumer that was made again says less than was known before.
    private ulong? _doneUpTo;

    // Of a consumer that begins with a time, as long as it says nothing else.
    private DateTimeOffset? _since;

    // Whether there has been a consumer of this stream.
    private bool _hadConsumer;

    // The last message that is known to have been stored, and the last one that is known to have been delivered to anybody: both from the last look, or from what was delivered here since.
    private ulong _stored;
    private ulong _delivered;

    /// <summary>Where a consumer begins that is not there. Not "with what is new": a server that is slow, or was not there, creates it when others have published long since.</summary>
    public ConsumerStart Start(StreamInfo stream, ReceiveStart start)
    {
        lock (_gate)
        {
            // The start of the bus waits so long. What the stream holds within that time is older than whatever depends on the bus having started.
            if (_doneUpTo is null && !_hadConsumer && start.IsEarly) _doneUpTo = stream.State.LastSeq;
            return _doneUpTo is { } done ? new ConsumerStart(done + 1, null, _hadConsumer) : new ConsumerStart(0, _since ?? start.Middle, _hadConsumer);
        }
    }

    /// <summary>Notes how the consumer is.</summary>
    public void Note(ConsumerInfo consumer)
    {
        // What it has acknowledged, it says only from the first acknowledgement on.
        ulong done = consumer.NumAckPending == 0 ? Math.Max(consumer.AckFloor.StreamSeq, consumer.Delivered.StreamSeq) : consumer.AckFloor.StreamSeq;
        bool isByTime = consumer.Config.DeliverPolicy == ConsumerConfigDeliverPolicy.ByStartTime;
        if (consumer.Config.OptStartSeq > 0) done = Math.Max(done, consumer.Config.OptStartSeq - 1);
        lock (_gate)
        {
            _hadConsumer = true;
            if (done == 0 && isByTime && _doneUpTo is null) _since = consumer.Config.OptStartTime;
            else _doneUpTo = Math.Max(_doneUpTo ?? 0, done);
            Note(consumer.Delivered.StreamSeq, consumer.NumPending);
        }
    }

    /// <summary>Notes a delivery.</summary>
    public void Note(Delivery delivery)
    {
        lock (_gate) Note(delivery.StreamSequence, delivery.Pending);
    }

    /// <summary>The stream is another one than before: all of it is for this application.</summary>
    /// <returns>How many messages of the one before were stored and delivered to nobody, as far as this process knows: other instances may have received some since it looked.</returns>
    public ulong BeginAnew()
    {
        lock (_gate)
        {
            ulong lost = _stored - _delivered;
            (_doneUpTo, _since, _hadConsumer, _stored, _delivered) = (0, null, false, 0, 0);
            return lost;
        }
    }

    // Under _gate. Messages that were deleted in between are not counted as pending, so that there may be more.
    private void Note(ulong delivered, ulong pending)
    {
        _delivered = Math.Max(_delivered, delivered);
        _stored = Math.Max(_stored, delivered + pending);
    }
}
