using System.Threading.Channels;

namespace EventGen.Redis;

/// <summary>Acknowledges entries, many in one command, until Redis has it. Thread safe.</summary>
/// <param name="group">The group that they were read by.</param>
/// <param name="acknowledged">Told of each entry that Redis knows to be done.</param>
internal sealed class StreamAcknowledger(StreamGroup group, Action<string> acknowledged)
{
    private const int MostAtOnce = 500;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly Channel<string> _settled = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _giveUp = new();
    private Task _running = Task.CompletedTask;

    // Interlocked only. How many entries wait to be acknowledged.
    private int _waiting;

    public void Start() => _running = Task.Run(RunAsync);

    public void Add(string id)
    {
        Interlocked.Increment(ref _waiting);
        _settled.Writer.TryWrite(id);   // not once it has stopped: then it stays among those that wait
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
        List<string> batch = [];
        while (await _settled.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < MostAtOnce && _settled.Reader.TryRead(out string? id)) batch.Add(id);
            while (!await TryAcknowledgeAsync(batch).ConfigureAwait(false))
            {
                if (_giveUp.IsCancellationRequested) return;
                await Task.Delay(s_pause, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TryAcknowledgeAsync(List<string> batch)
    {
        try
        {
            await group.AcknowledgeAsync(batch).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // A group that is gone has nothing to acknowledge. Whatever else it was, acknowledging twice does no harm.
            if (!StreamGroup.IsMissing(exception)) return false;
        }

        Interlocked.Add(ref _waiting, -batch.Count);
        batch.ForEach(acknowledged);
        return true;
    }
}
