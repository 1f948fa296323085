using System.Diagnostics;
using Confluent.Kafka;

namespace EventGen.Kafka;

/// <summary>One membership of a group: asks for messages, hands them over, and has committed up to where they have been handled. One thread's alone.</summary>
/// <remarks>
/// The client must be asked again and again, or the group takes this instance for stuck (<c>max.poll.interval.ms</c>). So it never waits for
/// a handler: when the bus has as many messages as it may, or one message holds up all behind it, partitions pause and asking goes on.
/// </remarks>
internal sealed class GroupClient : IDisposable
{
    // A partition pauses when so many times Prefetch are behind a message that is not done with.
    private const int Ahead = 4;

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_store = TimeSpan.FromMilliseconds(50);

    private readonly GroupParts _parts;
    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly StartOffsets _start;
    private readonly FetchWatch _watch;
    private readonly TopicFaults _faults;
    private readonly Dictionary<TopicPartition, AssignedPartition> _assigned = [];

    // Of the message before. Messages come in runs of one partition, and its name, to look it up by, is an object.
    private AssignedPartition? _current;

    // Received, with no place in the bus yet.
    private readonly Queue<ConsumeResult<byte[]?, byte[]?>> _waiting = new();
    private readonly int _mostTracked;

    private bool _isPaused;
    private bool _isStopping;

    // Whether of some partition the group knows nothing yet, so that another instance would begin elsewhere.
    private bool _hasNew;
    private long _stored = Stopwatch.GetTimestamp();
    private long? _gapAsked;

    public GroupClient(GroupParts parts)
    {
        _parts = parts;
        _mostTracked = Math.Max(1000, parts.Options.Prefetch * Ahead);
        _start = new StartOffsets(parts);
        _consumer = new ConsumerBuilder<byte[]?, byte[]?>(parts.Settings)
            .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => GiveBack(partitions, isLost: false))
            .SetPartitionsLostHandler((_, partitions) => GiveBack(partitions, isLost: true))
            .SetOffsetsCommittedHandler((_, committed) => Committed(committed))
            .SetErrorHandler((_, error) => parts.Status.Failed(error))
            .SetStatisticsHandler((_, statistics) => Observe(statistics))
            .SetLogHandler(static (_, _) => { })   // else the client writes to the error stream of the process
            .Build();
        _watch = new FetchWatch(_consumer.Handle, parts.Options.Timeout, parts.Failure.Describe);
        _faults = new TopicFaults(_consumer, parts.Cluster);
    }

    /// <summary>Joins the group.</summary>
    /// <exception cref="KafkaException">The cluster has not answered.</exception>
    public void Receive(IReadOnlyCollection<string> topics)
    {
        _start.Begin(_consumer, topics);
        _consumer.Subscribe(topics);
    }

    /// <summary>Receives at most one message. Returns soon, whatever handlers do.</summary>
    /// <exception cref="KafkaException">The client can go no further.</exception>
    public void Step()
    {
        if (_waiting.Count > 0 && !TryHandWaiting())
        {
            PauseAll();
            Ask(TimeSpan.Zero);
        }
        else
        {
            ResumeAll();
            Ask(s_poll);
        }

        if (!_isStopping) _faults.ThrowIfOver();
        if (_hasNew) CommitNew();
        if (Stopwatch.GetElapsedTime(_stored) >= s_store) Store();
    }

    /// <summary>Hands nothing more over.</summary>
    public void Pause()
    {
        _isStopping = true;
        _waiting.Clear();
        PauseAll();
    }

    /// <summary>Leaves the group, with what has been handled committed.</summary>
    public void Close()
    {
        Store();
        _consumer.Close();
    }

    public void Dispose()
    {
        foreach (var partition in _assigned.Values) partition.GiveBack();
        _watch.End();
        _consumer.Dispose();
    }

    private bool TryHandWaiting()
    {
        while (_waiting.TryPeek(out var consumed))
        {
            // As long as nobody is the worse for it: partitions that pause forget what they have fetched ahead.
            if (!_parts.Limiter.TryEnter(_isPaused ? s_poll : s_patience)) return false;
            _waiting.Dequeue();
            Hand(consumed, _assigned[consumed.TopicPartition]);
        }

        return true;
    }

    private void Ask(TimeSpan limit)
    {
        try
        {
            if (_consumer.Consume(limit) is not { } consumed || _isStopping || PartitionOf(consumed) is not { } partition) return;
            if (_waiting.Count > 0 || _parts.Limiter.TryEnter(1) == 0) _waiting.Enqueue(consumed);
            else Hand(consumed, partition);
        }
        catch (ConsumeException exception) when (!exception.Error.IsFatal)
        {
            // Of one topic, or over by now: the client goes on.
            var partition = exception.ConsumerRecord?.TopicPartition;
            _parts.Status.NotReceiving(_faults.Add(partition, exception.Error, _parts.Failure.Describe(exception.Error), partition is not null && _assigned.ContainsKey(partition)));
        }
    }

    private AssignedPartition? PartitionOf(ConsumeResult<byte[]?, byte[]?> consumed) =>
        _current is { Partition: var current } && current.Partition == consumed.Partition && current.Topic == consumed.Topic
            ? _current
            : _current = _assigned.GetValueOrDefault(consumed.TopicPartition);

    // Has a place.
    private void Hand(ConsumeResult<byte[]?, byte[]?> consumed, AssignedPartition partition)
    {
        _faults.Received(partition.Partition);
        if (consumed.Offset.Value < partition.Expected)
        {
            // What is tracked of the partition does not hold any more. Whoever gets it next asks the group where to begin.
            _parts.Limiter.Leave();
            throw new TopicException($"{Name(partition.Partition)} has begun again with an older message: offset {consumed.Offset.Value} came where {partition.Expected} was due");
        }

        if (consumed.Offset.Value > partition.Expected) ReportGap(partition, consumed.Offset.Value);
        partition.Expected = consumed.Offset.Value + 1;
        long ticket = partition.Begin(consumed.Offset.Value);
        if (_parts.Handover.IsOwn(consumed.Message))
        {
            _parts.Receiver.ReportOwn();
            partition.Settle(ticket);
            _parts.Limiter.Leave();
            return;
        }

        _ = _parts.Handover.GiveAsync(partition, ticket, consumed.Message);
        if (!partition.IsPaused && partition.Tracked >= _mostTracked) Pause(partition);
    }

    private void Pause(AssignedPartition partition)
    {
        partition.IsPaused = true;
        _watch.Forget();
        _consumer.Pause([partition.Partition]);
        _parts.Receiver.Logger.PartitionPaused(_parts.Publisher, Name(partition.Partition), partition.Committable, partition.Tracked);
    }

    private void PauseAll()
    {
        if (_isPaused) return;
        _isPaused = true;
        _watch.Forget();
        _consumer.Pause(_assigned.Keys);
    }

    private void ResumeAll()
    {
        if (!_isPaused || _isStopping) return;
        _isPaused = false;
        _consumer.Resume(_assigned.Values.Where(static partition => !partition.IsPaused).Select(static partition => partition.Partition));
    }

    // Has the client commit what has been handled since.
    private void Store()
    {
        _stored = Stopwatch.GetTimestamp();
        foreach (var partition in _assigned.Values)
        {
            Store(partition);
            if (!partition.IsPaused || partition.Tracked > _mostTracked / 2) continue;
            partition.IsPaused = false;
            if (!_isPaused) _consumer.Resume([partition.Partition]);
        }
    }

    private void Store(AssignedPartition partition)
    {
        if (partition.TryTakeCommittable(out long offset)) _consumer.StoreOffset(new TopicPartitionOffset(partition.Partition, offset));
    }

    private IEnumerable<TopicPartitionOffset> Assigned(List<TopicPartition> partitions)
    {
        // Those that come do not pause: all begin anew, and pause with the next look if there is still no capacity.
        ResumeAll();
        _watch.Forget();
        _current = null;
        List<AssignedPartition> assigned = partitions.Count == 0 ? [] : _start.Of(_consumer, partitions);
        foreach (var partition in assigned)
        {
            _assigned[partition.Partition] = partition;
            _parts.Remember(partition);
            _hasNew |= partition.IsNew;
        }

        if (!_hasNew) Receiving();
        _parts.Receiver.Logger.Assigned(_parts.Publisher, Names(_assigned.Keys), _parts.Group);
        return assigned.Select(static partition => new TopicPartitionOffset(partition.Partition, partition.Expected));
    }

    // Not while they are assigned, when the client commits nothing. An application that has said it receives misses nothing from then on, though it dies at once.
    private void CommitNew()
    {
        AssignedPartition[] added = [.. _assigned.Values.Where(static partition => partition.IsNew)];
        TopicPartitionOffset[] offsets = [.. added.Select(static partition => new TopicPartitionOffset(partition.Partition, partition.Committable))];
        try
        {
            if (added.Length > 0) _consumer.Commit(offsets);
        }
        catch (KafkaException exception) when (!exception.Error.IsFatal)
        {
            // The group is distributing its partitions again: the next look tries again, of those that are left.
            return;
        }

        for (int i = 0; i < added.Length; i++) (added[i].IsNew, added[i].Committed) = (false, offsets[i].Offset);
        _hasNew = false;
        Receiving();
    }

    private void Receiving()
    {
        if (_faults.Told is null) _parts.Status.Receiving();
    }

    private void GiveBack(List<TopicPartitionOffset> partitions, bool isLost)
    {
        AssignedPartition[] given = [.. partitions.Select(partition => _assigned.GetValueOrDefault(partition.TopicPartition)).OfType<AssignedPartition>()];
        var left = isLost || _parts.Ending.IsCancellationRequested ? TimeSpan.Zero : _parts.Options.HandoverTimeout;
        long started = Stopwatch.GetTimestamp();
        foreach (var partition in given) partition.WaitUntilSettled(left - Stopwatch.GetElapsedTime(started));

        _watch.Forget();
        _current = null;

        // The client keeps a partition paused when it goes, and when it comes again: nothing would ever be received of it.
        _consumer.Resume(given.Where(partition => _isPaused || partition.IsPaused).Select(static partition => partition.Partition));
        foreach (var partition in given)
        {
            partition.GiveBack();
            partition.IsLost = isLost;
            if (!isLost) Store(partition);
            _assigned.Remove(partition.Partition);
            _faults.GivenBack(partition.Partition);
        }

        if (given.Sum(static partition => partition.Open) is > 0 and var open) _parts.Receiver.Logger.Unfinished(_parts.Publisher, Names(given.Select(static partition => partition.Partition)), open);
        ConsumeResult<byte[]?, byte[]?>[] waiting = [.. _waiting.Where(consumed => _assigned.ContainsKey(consumed.TopicPartition))];
        _waiting.Clear();
        foreach (var consumed in waiting) _waiting.Enqueue(consumed);
    }

    private void ReportGap(AssignedPartition partition, long offset)
    {
        // Transactions and compaction leave gaps too, and may leave many: asked about once a second at most.
        if (_gapAsked is { } asked && Stopwatch.GetElapsedTime(asked) < TimeSpan.FromSeconds(1)) return;
        _gapAsked = Stopwatch.GetTimestamp();
        _start.ReportDeleted(_consumer, partition.Partition, partition.Expected, offset);
    }

    private void Committed(CommittedOffsets committed)
    {
        foreach (var partition in committed.Offsets)
            if (!partition.Error.IsError && !partition.Offset.IsSpecial) _parts.Committed(partition.TopicPartitionOffset);
        if (committed.Error.Code is ErrorCode.Local_NoOffset) return;

        // The client tells of all together only what is true of all.
        var error = committed.Error.IsError ? committed.Error : committed.Offsets.FirstOrDefault(static partition => partition.Error.IsError)?.Error;
        string? failure = error is null ? null : _parts.Failure.Describe(error);
        if (failure is not null) _parts.Receiver.Logger.CommitFailed(_parts.Publisher, _parts.Group, failure);

        // Others pass by themselves, or end this membership.
        if (error is null || KafkaFailure.IsForbidden(error)) _parts.Status.Committed(failure);
    }

    private void Observe(string statistics)
    {
        if (_hasNew) return;
        if (!_isPaused) _watch.Observe(statistics, _assigned.Values.Where(static partition => !partition.IsPaused).Select(static partition => partition.Partition));
        _faults.Observe(statistics, NextOf);
        TopicPartition[] paused = [.. _assigned.Values.Where(static partition => partition.IsPaused).Select(static partition => partition.Partition)];
        _parts.Status.Paused(paused.Length == 0 ? null : Names(paused));
        _parts.Status.Observe(GroupState.Parse(statistics), _faults.Told ?? (_watch.Standing.Length > 0 ? $"messages of {Names(_watch.Standing)} wait at the cluster, which sends none" : null), _watch.Failure);
    }

    // None while one that was received waits here: it would be received once more.
    private Offset? NextOf(TopicPartition partition) =>
        _waiting.Count == 0 && !_isPaused && _assigned.GetValueOrDefault(partition) is { IsPaused: false } assigned ? assigned.Expected : null;

    private static string Names(IEnumerable<TopicPartition> partitions) => string.Join(", ", partitions.Select(Name).Order(StringComparer.Ordinal)) is { Length: > 0 } names ? names : "none";

    private static string Name(TopicPartition partition) => $"{partition.Topic}/{partition.Partition.Value}";
}
