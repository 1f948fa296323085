using StackExchange.Redis;

namespace EventGen.Redis;

/// <summary>
/// What has to be done now and then for a consumer of a stream: say which events are still being handled, take over those that
/// others have left, and look how far behind the group is.
/// </summary>
internal sealed class PendingEntryClaimer(
    string publisher,
    StreamGroup group,
    ReceiveWindow window,
    RedisHealth health,
    MessageReceiver receiver,
    RedisOptions options,
    Func<IReadOnlyList<string>> open,
    Action<StreamEntry> take)
{
    private const int MostAtOnce = 100;
    private const string Trimmed = "The stream deleted them before they were handled: raise MaxStreamLength, or receive faster.";

    // Names cost little, and somebody may want to see who was there.
    private static readonly TimeSpan s_forgotten = TimeSpan.FromDays(1);

    private readonly TimeSpan _claimAfter = options.ClaimAfter;
    private readonly long _warnAt = (long)(options.MaxStreamLength * 0.8);
    private readonly long _limit = options.MaxStreamLength;

    private bool _isFarBehind, _hasTidied;

    // Apart: a claim waits until the bus has room, and what the bus has must not be left unattended meanwhile.
    public Task RunAsync(Task ready, CancellationToken stop) => Task.WhenAll(RepeatAsync(AttendAsync, ready, stop), RepeatAsync(ClaimAsync, ready, stop));

    private async Task RepeatAsync(Func<CancellationToken, Task> round, Task ready, CancellationToken stop)
    {
        try
        {
            await ready.WaitAsync(stop).ConfigureAwait(false);
            using var timer = new PeriodicTimer(_claimAfter / 3);
            do
            {
                try
                {
                    await round(stop).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
                {
                    // The reader tells of it; the next round may find the server again.
                }
            }
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }
    }

    private async Task AttendAsync(CancellationToken stop)
    {
        foreach (string[] ids in open().Chunk(MostAtOnce)) await group.RenewAsync(ids).ConfigureAwait(false);
        await CheckLagAsync().ConfigureAwait(false);
    }

    private async Task ClaimAsync(CancellationToken stop)
    {
        if (!_hasTidied) await group.ForgetAsync(s_forgotten).ConfigureAwait(false);
        _hasTidied = true;
        string from = "0-0";
        int claimed = 0;
        do
        {
            await window.WaitAsync(stop).ConfigureAwait(false);
            int places = 1 + window.TakeMore(MostAtOnce - 1);
            try
            {
                var (next, entries, deleted) = await group.ClaimAsync(from, _claimAfter, places).ConfigureAwait(false);
                if (deleted > 0) receiver.ReportLost(deleted, Trimmed);
                foreach (var entry in entries)
                {
                    places--;
                    take(entry);
                }

                claimed += entries.Length;
                from = next;
            }
            finally
            {
                window.Release(places);
            }
        }
        while (from != "0-0");

        if (claimed > 0) receiver.Logger.TookOver(publisher, claimed, group.Stream);
    }

    private async Task CheckLagAsync()
    {
        long lag = await group.LagAsync().ConfigureAwait(false) ?? 0;
        bool wasFarBehind = _isFarBehind;
        _isFarBehind = lag >= _warnAt;
        health.Warn(_isFarBehind ? $"Group '{group.Name}' is {lag} entries behind; the stream keeps about {_limit}." : null);
        if (_isFarBehind && !wasFarBehind) receiver.Logger.LagNearsLimit(publisher, group.Name, group.Stream, lag, _limit);
    }
}
