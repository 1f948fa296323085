using System.Diagnostics;
using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>
/// What has to be done now and then for a consumer of a stream: say which events are still being handled, take over those that
/// others have left, and look how far behind the group is.
/// </summary>
/// <param name="publisher">The publisher's name.</param>
/// <param name="group">The group.</param>
/// <param name="limiter">Has a place for each entry that is taken over.</param>
/// <param name="lag">Told how far the group is.</param>
/// <param name="receiver">The bus.</param>
/// <param name="options">The settings.</param>
/// <param name="open">What is being handled here.</param>
/// <param name="status">Makes what is told of a part of it that fails.</param>
/// <param name="take">Takes an entry that was taken over, in which life of the stream; the source, if there is one, is told when it is done with.</param>
internal sealed class PendingEntryClaimer(
    string publisher,
    StreamGroup group,
    InFlightLimiter limiter,
    GroupLag lag,
    MessageReceiver receiver,
    RedisOptions options,
    OpenEntries open,
    Func<string, StreamOperation> status,
    Action<ReceivedEntry, int, TaskCompletionSource?> take)
{
    private const int MostAtOnce = 100;

    // Names cost little, and somebody may want to see who was there.
    private static readonly TimeSpan s_forgotten = TimeSpan.FromDays(1);

    // After a round that has failed: what the server refuses it may take again at any time.
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _claimAfter = options.ClaimAfter;
    private readonly long _largest = receiver.Limits.MaxMessageBytes;

    // Whoever ends processes takes with it all that is handled beside it. From the second takeover on an entry is handled alone, so
    // that those do not reach the limit with it; and so is one whose next delivery is the last.
    private readonly long _alone = Math.Clamp(options.DeliveryLimit - 1, 1, 2);

    private bool _hasTidied;
    private long _attended;

    // Apart: a claim waits until the bus has room, and what the bus has must not be left unattended meanwhile.
    public Task RunAsync(Task ready, CancellationToken stop) => Task.WhenAll(
        RepeatAsync(AttendAsync, status("does not keep what is being handled from being claimed by other instances"), ready, stop),
        RepeatAsync(LookAsync, status("does not know how far behind its group is"), ready, stop),
        RepeatAsync(ClaimAsync, status("does not claim what other instances have left"), ready, stop));

    private async Task RepeatAsync(Func<CancellationToken, Task> round, StreamOperation told, Task ready, CancellationToken stop)
    {
        try
        {
            await ready.WaitAsync(stop).ConfigureAwait(false);
            using var timer = new PeriodicTimer(_claimAfter / 3, TimeProvider.System);
            do
            {
                while (!await TryAsync(round, told, stop).ConfigureAwait(false)) await Task.Delay(s_again < timer.Period ? s_again : timer.Period, TimeProvider.System, stop).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private static async Task<bool> TryAsync(Func<CancellationToken, Task> round, StreamOperation told, CancellationToken stop)
    {
        try
        {
            await round(stop).ConfigureAwait(false);
            told.Succeeded();
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            if (!stop.IsCancellationRequested) told.Failed(exception);
            return false;
        }
    }

    private async Task LookAsync(CancellationToken stop) => lag.Report(await group.ProgressAsync().ConfigureAwait(false));

    private Task AttendAsync(CancellationToken stop) => RenewAsync();

    private async Task RenewAsync()
    {
        long began = Stopwatch.GetTimestamp();
        foreach (string[] ids in open.Ids.Chunk(MostAtOnce))
        {
            var pending = await group.RenewAsync(ids).ConfigureAwait(false);

            // Nobody can have taken over what has been attended all the time: it is no longer pending because it is no longer there.
            if (_attended != 0 && Stopwatch.GetElapsedTime(_attended) < _claimAfter)
                foreach (string id in ids.Except(pending)) open.MarkDeleted(id);
        }

        _attended = began;
    }

    private async Task ClaimAsync(CancellationToken stop)
    {
        await TidyAsync().ConfigureAwait(false);

        // A process that stood still is not to take over what it has itself.
        if (Stopwatch.GetElapsedTime(_attended) > _claimAfter / 2) await RenewAsync().ConfigureAwait(false);
        string? from = "-";
        int claimed = 0;
        while (from is not null)
        {
            await limiter.EnterAsync(stop).ConfigureAwait(false);
            int places = 1 + limiter.TryEnter(MostAtOnce - 1);
            TaskCompletionSource? alone = null;
            int life = open.Life;
            try
            {
                var (next, entries, deleted) = await group.ClaimAsync(from, _claimAfter, places, _largest, _alone).ConfigureAwait(false);
                lag.ReportLost(deleted.Count(id => !open.MarkDeleted(id)));
                if (entries is [var first] && first.Deliveries > _alone) alone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                foreach (var entry in entries)
                {
                    places--;
                    take(entry, life, alone);
                }

                claimed += entries.Length;
                from = next;
            }
            finally
            {
                limiter.Leave(places);
            }

            // Not for ever: what others have left is not to wait for a handler that never returns.
            if (alone is not null) await alone.Task.WaitAsync(_claimAfter, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (claimed > 0) receiver.Logger.TookOver(publisher, claimed, group.Stream);
    }

    // Names of others are no reason to handle nothing.
    private async Task TidyAsync()
    {
        if (_hasTidied) return;
        try
        {
            await group.ForgetAsync(s_forgotten).ConfigureAwait(false);
        }
        catch (RedisServerException)
        {
            // It may not: the group's list stays long.
        }

        _hasTidied = true;
    }
}
