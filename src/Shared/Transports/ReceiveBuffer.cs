using System.Threading.Channels;

namespace EventGen;

/// <summary>
/// Stands between a client that calls for each message and a bus that may not keep up: as long as it does, a message goes to the bus from the client's call; else it
/// waits here, and what there is no room for is lost and reported. Keeps the order. Compiled into each transport.
/// </summary>
internal sealed class ReceiveBuffer<T>
{
    private readonly Channel<T> _waiting;
    private readonly InFlightLimiter _limiter;
    private readonly Action<T> _give;
    private readonly Action<int> _reportLost;
    private readonly CancellationToken _stopping;

    // Held while a message is given to the bus, so that a stop is sure of the last one.
    private readonly object _giving = new();

    // Interlocked only. How many messages wait, and the one that is being taken off.
    private int _buffered;

    // Interlocked only. What there was no room for and nobody has reported yet.
    private int _lost;

    /// <param name="capacity">How many messages may wait.</param>
    /// <param name="limiter">Bounds how many the bus has.</param>
    /// <param name="give">Gives one to the bus. A place of the limiter has been taken for it.</param>
    /// <param name="reportLost">Told how many were lost.</param>
    /// <param name="stopping">Cancelled when nothing more is given.</param>
    public ReceiveBuffer(int capacity, InFlightLimiter limiter, Action<T> give, Action<int> reportLost, CancellationToken stopping)
    {
        (_limiter, _give, _reportLost, _stopping) = (limiter, give, reportLost, stopping);
        _waiting = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleReader = true });
    }

    /// <summary>Takes a message. Called by the client, one call after the other; waits for nothing but the reading of the message itself.</summary>
    /// <param name="message">The message.</param>
    /// <param name="mayGive">Whether the bus may have it in this call. Through the buffer, each message wakes a thread.</param>
    public void Add(T message, bool mayGive)
    {
        if (mayGive && Volatile.Read(ref _buffered) == 0 && _limiter.TryEnter(1) == 1)
        {
            if (TryGive(message, mayWait: false)) return;
            _limiter.Leave();
        }

        Interlocked.Increment(ref _buffered);
        if (_waiting.Writer.TryWrite(message)) return;
        Interlocked.Decrement(ref _buffered);
        Interlocked.Increment(ref _lost);
    }

    /// <summary>Gives the bus what waits, until the stop.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(_stopping).ConfigureAwait(false))
            {
                while (!_stopping.IsCancellationRequested && _waiting.Reader.TryRead(out var message))
                {
                    await _limiter.EnterAsync(_stopping).ConfigureAwait(false);
                    if (!TryGive(message, mayWait: true))
                    {
                        _limiter.Leave();
                        break;
                    }

                    Interlocked.Decrement(ref _buffered);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to stop.
        }

        lock (_giving)
        {
            // Who gives one now does not see that it has to stop.
        }

        ReportLost(Volatile.Read(ref _buffered));
    }

    // False when nothing more is given, and when another is being given that is not waited for: a payload that is read without end keeps the client's thread that it is read on, and no other.
    private bool TryGive(T message, bool mayWait)
    {
        bool isEntered = false;
        try
        {
            Monitor.TryEnter(_giving, mayWait ? Timeout.Infinite : 0, ref isEntered);
            if (!isEntered || _stopping.IsCancellationRequested) return false;
            ReportLost(0);
            _give(message);
            return true;
        }
        finally
        {
            if (isEntered) Monitor.Exit(_giving);
        }
    }

    private void ReportLost(int more)
    {
        int lost = Volatile.Read(ref _lost) == 0 ? more : Interlocked.Exchange(ref _lost, 0) + more;
        if (lost > 0) _reportLost(lost);
    }
}
