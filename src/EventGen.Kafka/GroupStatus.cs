using System.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace EventGen.Kafka;

/// <summary>Tells the health and the log whether an application receives. The receiving thread's alone, but for what says otherwise.</summary>
/// <param name="publisher">The publisher's name.</param>
/// <param name="source">What is received, for reports.</param>
/// <param name="health">Its own.</param>
/// <param name="failure">Tells what failed.</param>
/// <param name="logger">The bus's log.</param>
/// <param name="isConnected">Whether the cluster answers: where it does not, the connection tells that, and nothing else is logged.</param>
/// <param name="patience">How long the group may take to distribute its partitions.</param>
internal sealed class GroupStatus(string publisher, string source, ConnectionHealth health, KafkaFailure failure, ILogger logger, Func<bool> isConnected, TimeSpan patience)
{
    private const string Waiting = "it waits for the group to distribute its partitions";

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isReceiving;
    private string? _told;
    private string? _said;
    private long? _unsteadySince;

    // Since when the client has no broker. It may find out sooner than who asks the cluster.
    private long? _cutOffSince;
    private string? _unwatched;

    /// <summary>How receiving fares. Thread safe.</summary>
    public PublisherHealth Health => health.Current;

    /// <summary>Completes when it receives for the first time. Thread safe.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Partitions have been assigned, or it is known that there are none left for this instance.</summary>
    public void Receiving()
    {
        _said = null;
        (_unsteadySince, _cutOffSince) = (null, null);
        if (_isReceiving) return;
        _isReceiving = true;
        _told = null;
        health.Connected();
        logger.Receiving(publisher, source);
        _ready.TrySetResult();
    }

    /// <summary>It does not receive.</summary>
    public void NotReceiving(string reason)
    {
        _isReceiving = false;
        health.NotReceiving(reason);
        if (_told == reason || !isConnected()) return;
        _told = reason;
        logger.NotReceiving(publisher, source, reason);
    }

    /// <summary>The client has told of an error, over which it goes on.</summary>
    public void Failed(Error error)
    {
        if (error.Code != ErrorCode.Local_AllBrokersDown || _said is null) _said = failure.Describe(error);
        if (error.Code != ErrorCode.Local_AllBrokersDown) return;
        _isReceiving = false;
        _cutOffSince ??= Stopwatch.GetTimestamp();
        health.NotReceiving(_said!);
    }

    /// <summary>Some partitions pause, each because one message is handled for so long; or none does.</summary>
    /// <param name="partitions">Which; <see langword="null"/> for none.</param>
    public void Paused(string? partitions) => health.Warn("paused", partitions is null ? null : $"{partitions} waits: one message is still being handled, and many behind it have been received. Its handler may never return");

    /// <summary>The group has taken a commit, or has refused it.</summary>
    /// <param name="reason">Why; <see langword="null"/> where it has taken it.</param>
    public void Committed(string? reason) => health.Warn("commits", reason is null ? null : $"it does not commit what has been handled: {reason}");

    /// <summary>The client has told how it fares.</summary>
    /// <param name="state">What it said.</param>
    /// <param name="standing">What it did not say: why it receives nothing of some partitions; <see langword="null"/> if it does.</param>
    /// <param name="unwatched">Why nobody knows whether messages wait at the cluster; <see langword="null"/> if somebody does.</param>
    public void Observe(GroupState state, string? standing, string? unwatched)
    {
        if (state is { HasBroker: true, HasCoordinator: true, IsSteady: true })
        {
            if (standing is null) Receiving();
            else NotReceiving(standing);
            if (unwatched != _unwatched) TellUnwatched(unwatched);
            return;
        }

        if (!state.HasBroker || !state.HasCoordinator)
        {
            if (_isReceiving || IsOver(_cutOffSince)) NotReceiving(_said ?? (state.HasBroker ? "the group has no coordinator" : "no answer"));
            return;
        }

        // Nothing to worry about, unless it does not end.
        _unsteadySince ??= Stopwatch.GetTimestamp();
        if (IsOver(_unsteadySince)) NotReceiving(Waiting);
        else if (!_isReceiving && _told is null) health.NotReceiving(Waiting);   // not that there is no connection, which is what nobody has said otherwise yet
    }

    private bool IsOver(long? since) => since is { } began && Stopwatch.GetElapsedTime(began) > patience;

    private void TellUnwatched(string? failure)
    {
        _unwatched = failure;
        if (failure is not null) logger.Unwatched(publisher, source, failure);
        health.Warn("watch", failure is null ? null : $"it does not know whether messages wait at the cluster: {failure}");
    }
}
