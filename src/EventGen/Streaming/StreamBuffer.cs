using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace EventGen;

/// <summary>The buffer between emitters and the reader of one stream; bounded, without locks. Thread safe.</summary>
/// <remarks>
/// <para>An emitter first takes one of the places, then writes its event, then looks whether the reader waits; so the count
/// of places is exact, whoever emits. A reader that finds nothing first leaves its signal, then looks at the places. The taking of a place is
/// a full fence, so one of the two sees the other: an emitter that has not seen the signal has its place, and the reader goes on until its event is written.</para>
/// <para>It does not know its stream: topics and tokens refer to the buffer alone, so that a forgotten stream can be
/// collected, and whatever closes the buffer ends the stream.</para>
/// </remarks>
internal sealed class StreamBuffer<T>
{
    // The sign bit of the places: no more of them are given.
    private const int Ended = int.MinValue;

    private readonly ConcurrentQueue<T> _events = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StreamCapacity? _room;
    private readonly StreamFullMode _whenFull;
    private readonly int _capacity;
    private readonly Func<T, bool>? _filter;

    // Interlocked only. How many events are in the buffer or being written to it, and whether it has ended.
    private int _places;
    private long _dropped;

    // Read before the buffer; set before anybody reads.
    private StreamReplay<T> _replay = StreamReplay<T>.None;

    // What the reader waits for; taken off by whoever completes it.
    private TaskCompletionSource? _signal;

    // 1 once it has begun to end; whoever sets it writes the fault, before the places say that it has ended.
    private int _ending;
    private Exception? _fault;
    private volatile bool _closed;

    private IDisposable? _subscription;
    private CancellationTokenRegistration _cancellation;

    /// <param name="streamed">The id of the event or group.</param>
    /// <param name="options">Checked here.</param>
    /// <exception cref="ArgumentException">The options cannot work.</exception>
    public StreamBuffer(string streamed, EventStreamOptions options)
    {
        options.Validate();
        Streamed = streamed;
        _filter = options.FilterOf<T>();
        _capacity = options.Capacity;
        _whenFull = options.WhenFull;
        if (_whenFull == StreamFullMode.Wait) _room = new StreamCapacity(_capacity);
    }

    /// <summary>The id of the event or group.</summary>
    public string Streamed { get; }

    public bool MayWait => _room is not null;

    public long Dropped => Interlocked.Read(ref _dropped);

    public Task Completion => _completion.Task;

    public int Count => _closed ? 0 : _events.Count + _replay.Left;

    private bool IsEmpty => _events.IsEmpty && _replay.Left == 0;

    private int Taken => Volatile.Read(ref _places) & ~Ended;

    private int Free => _capacity - Taken;

    // Read to its end: nothing is in it, nothing is being written, and nothing comes.
    private bool IsDrained => Volatile.Read(ref _places) == Ended && _replay.Left == 0;

    /// <summary>Gives the buffer what ends with it. Before the first event.</summary>
    public void Feed(IDisposable subscription) => _subscription = subscription;

    /// <summary>Begins with these events, as far as they pass the filter. Before there is a reader.</summary>
    /// <inheritdoc cref="StreamReplay{T}.Of"/>
    public void Replay(T[] kept, int last, Action<T, Exception> failed) => _replay = StreamReplay<T>.Of(kept, last, _filter, failed);

    /// <summary>Closes the buffer when the token is cancelled.</summary>
    public void CloseWhen(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled) return;
        _cancellation = cancellationToken.UnsafeRegister(static buffer => ((StreamBuffer<T>)buffer!).Close(), this);
        if (Interlocked.CompareExchange(ref _ending, 0, 0) != 0) _cancellation.Unregister();   // it ended before it could see the registration
    }

    /// <summary>Takes an event, or does what is to be done when there is no room. Blocks only in the mode <see cref="StreamFullMode.Wait"/>.</summary>
    /// <exception cref="OperationCanceledException">The bus gave up waiting for the reader.</exception>
    public void Write(T item, CancellationToken stopping)
    {
        if ((_filter is null || _filter(item)) && !TryWrite(item)) WriteToFull(item, stopping);
    }

    private void WriteToFull(T item, CancellationToken stopping)
    {
        switch (_whenFull)
        {
            case StreamFullMode.DropWrite:
                CountDropped();
                break;
            case StreamFullMode.Disconnect:
                CountDropped();
                End(new EventStreamFullException(Streamed, _capacity));
                break;
            case StreamFullMode.DropOldest:
                Replace(item);
                break;
            case StreamFullMode.Wait:
                WriteWhenFree(item, stopping);
                break;
        }
    }

    /// <summary>The same for an emitter that can wait without blocking its thread.</summary>
    public ValueTask WriteAsync(T item, CancellationToken cancellationToken) =>
        (_filter is not null && !_filter(item)) || TryWrite(item) ? default : WriteWhenFreeAsync(item, cancellationToken);

    public bool TryRead([MaybeNullWhen(false)] out T item)
    {
        if (_closed)
        {
            item = default;
            return false;
        }

        if (_replay.TryRead(out item))
        {
            NoteDrained();
            return true;
        }

        if (!_events.TryDequeue(out item)) return false;
        LeavePlace();
        return true;
    }

    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<bool>(cancellationToken);
        if (!_closed && !IsEmpty) return new ValueTask<bool>(true);
        return new ValueTask<bool>(WaitAsync(cancellationToken));
    }

    /// <summary>Takes no more events; the reader's loop ends when it has read those that are there.</summary>
    public void Complete() => End(null);

    /// <summary>Ends the reader's loop now.</summary>
    public void Close()
    {
        if (_closed) return;
        _closed = true;
        _completion.TrySetResult();
        End(null);
        Discard();
        WakeReader();
    }

    private void End(Exception? fault)
    {
        if (Interlocked.Exchange(ref _ending, 1) != 0) return;
        _fault = fault;
        Interlocked.Or(ref _places, Ended);
        _room?.FreeAll();
        _subscription?.Dispose();
        _cancellation.Unregister();
        NoteDrained();
    }

    // True when the event is in the buffer, or nobody wants it any more; false when there is no room.
    private bool TryWrite(T item, bool hasWaited = false)
    {
        int places = Volatile.Read(ref _places);
        while (true)
        {
            if (places < 0)
            {
                if (hasWaited && !_closed) CountDropped();   // the bus has stopped; its reader would have had it
                return true;
            }

            if (places >= _capacity) return false;
            int seen = Interlocked.CompareExchange(ref _places, places + 1, places);
            if (seen == places) break;
            places = seen;
        }

        try
        {
            _events.Enqueue(item);
        }
        catch (Exception)
        {
            LeavePlace();   // for want of memory; whoever looks at the places would wait for the event
            throw;
        }

        WakeReader();
        return true;
    }

    private void Replace(T item)
    {
        var spinner = new SpinWait();
        do
        {
            // The place may belong to an event that another emitter is about to write.
            if (_events.TryDequeue(out _))
            {
                CountDropped();
                LeavePlace();
            }
            else
            {
                spinner.SpinOnce();
            }
        }
        while (!TryWrite(item));
    }

    private void WriteWhenFree(T item, CancellationToken cancellationToken)
    {
        _room!.LookForRoom(in _places);
        if (TryWrite(item, hasWaited: true)) return;
        bool isHurried = false;
        _room.EnterBlocking();
        try
        {
            while (!TryWrite(item, hasWaited: true)) _room.Wait(ref isHurried, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            CountDropped();
            throw;
        }
        finally
        {
            _room.LeaveBlocking(isHurried, Free);
        }
    }

    private async ValueTask WriteWhenFreeAsync(T item, CancellationToken cancellationToken)
    {
        _room!.Enter();
        try
        {
            while (!TryWrite(item, hasWaited: true)) await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            CountDropped();
            throw;
        }
        finally
        {
            _room.Leave(Free);
        }
    }

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var spinner = new SpinWait();
        while (true)
        {
            var signal = Volatile.Read(ref _signal);
            if (signal is null)
            {
                var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                signal = Interlocked.CompareExchange(ref _signal, made, null) ?? made;
            }

            // A signal that is not needed stays for the next wait.
            if (_completion.Task.IsCompleted)
            {
                await _completion.Task.ConfigureAwait(false);
                return false;
            }

            if (!IsEmpty) return true;
            if (Taken == 0) await signal.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            else spinner.SpinOnce(sleep1Threshold: -1);   // an event is being written or read
        }
    }

    private void WakeReader()
    {
        if (Volatile.Read(ref _signal) is not null) Interlocked.Exchange(ref _signal, null)?.TrySetResult();
    }

    // Nobody takes a place any more. Who has one is about to write its event, or to leave it.
    private void Discard()
    {
        var spinner = new SpinWait();
        while (Taken != 0)
        {
            if (_events.TryDequeue(out _)) LeavePlace();
            else spinner.SpinOnce(sleep1Threshold: -1);
        }
    }

    private void LeavePlace()
    {
        int places = Interlocked.Decrement(ref _places);
        _room?.Free(_capacity - (places & ~Ended));
        if (places == Ended) NoteDrained();
    }

    private void NoteDrained()
    {
        if (!IsDrained) return;
        if (_fault is null)
        {
            _completion.TrySetResult();
        }
        else if (_completion.TrySetException(_fault))
        {
            _ = _completion.Task.Exception;   // a reader that has left the stream is no unobserved failure
        }

        WakeReader();
    }

    private void CountDropped() => Interlocked.Increment(ref _dropped);
}
