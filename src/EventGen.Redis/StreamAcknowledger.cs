using System.Diagnostics;
using System.Threading.Channels;

namespace EventGen.Redis;

/// <summary>Acknowledges entries, many in one command, until Redis has it. Thread safe.</summary>
/// <param name="group">The group that they were read by.</param>
/// <param name="open">What has not been acknowledged yet.</param>
/// <param name="status">Told of acknowledgements that fail.</param>
internal sealed class StreamAcknowledger(StreamGroup group, OpenEntries open, StreamOperation status)
{
    private const int MostAtOnce = 500;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    // One command for all that is settled within it costs little more than one for each entry. What comes after a quiet time does not wait for it.
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(1);

    private readonly Channel<OpenEntry> _settled = Channel.CreateUnbounded<OpenEntry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _giveUp = new();

    // Held during one command.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Task _running = Task.CompletedTask;

    // Interlocked only. How many entries wait to be acknowledged.
    private int _waiting;

    public void Start() => _running = Task.Run(RunAsync);

    public void Add(OpenEntry entry)
    {
        Interlocked.Increment(ref _waiting);
        _settled.Writer.TryWrite(entry);   // not once it has stopped: then it stays among those that wait
    }

    /// <summary>The stream, or the group, is gone: when this returns, nothing that was read of it is acknowledged any more.</summary>
    public async Task ForgetAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        open.Forget();
        _turn.Release();
    }

    /// <summary>Acknowledges what is left, and ends.</summary>
    /// <returns>How many could not be acknowledged in time.</returns>
    public async Task<int> StopAsync(TimeSpan limit)
    {
        _settled.Writer.TryComplete();
        _giveUp.CancelAfter(limit);
        await _running.ConfigureAwait(false);
        _giveUp.Dispose();
        return Volatile.Read(ref _waiting);
    }

    private async Task RunAsync()
    {
        List<OpenEntry> batch = [];
        long acknowledged = 0;
        while (await _settled.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (Volatile.Read(ref _waiting) < MostAtOnce && Stopwatch.GetElapsedTime(acknowledged) < s_gathering) await Task.Delay(s_gathering, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            batch.Clear();
            while (batch.Count < MostAtOnce && _settled.Reader.TryRead(out var entry)) batch.Add(entry);
            while (!await TryAcknowledgeAsync(batch).ConfigureAwait(false))
            {
                if (_giveUp.IsCancellationRequested) return;
                await Task.Delay(s_pause, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            }

            acknowledged = Stopwatch.GetTimestamp();
        }
    }

    private async Task<bool> TryAcknowledgeAsync(List<OpenEntry> batch)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            string[] ids = [.. batch.Where(open.IsOfThisStream).Select(static entry => entry.Id)];
            if (ids.Length > 0) await group.AcknowledgeAsync(ids).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // A group that is gone has nothing to acknowledge. Whatever else it was, acknowledging twice does no harm.
            if (!StreamGroup.IsMissing(exception))
            {
                status.Failed(exception);
                return false;
            }
        }
        finally
        {
            _turn.Release();
        }

        status.Succeeded();
        Interlocked.Add(ref _waiting, -batch.Count);
        open.Remove(batch);
        return true;
    }
}
