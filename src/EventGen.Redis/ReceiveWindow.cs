namespace EventGen.Redis;

/// <summary>Bounds how many received messages the bus has at a time. Thread safe.</summary>
internal sealed class ReceiveWindow(MessageReceiver receiver, int size)
{
    private readonly SemaphoreSlim _room = new(size);

    /// <summary>Waits until the bus may have one more, and takes the place.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _room.WaitAsync(cancellationToken);

    /// <summary>Takes more places, as many as there are at once.</summary>
    /// <returns>How many were taken.</returns>
    public int TakeMore(int most)
    {
        int taken = 0;
        while (taken < most && _room.Wait(0, CancellationToken.None)) taken++;
        return taken;
    }

    /// <summary>Gives back places that were taken for nothing.</summary>
    public void Release(int places)
    {
        if (places > 0) _room.Release(places);
    }

    /// <summary>Gives the bus a message, for which a place was taken; its turn in the queue is fixed when this returns.</summary>
    /// <param name="message">The message.</param>
    /// <param name="settled">Told what became of it, before the place is given back.</param>
    public Task ReceiveAsync(EventMessage message, Func<ReceiveResult, ValueTask>? settled = null) =>
        SettleAsync(receiver.ReceiveAsync(message, CancellationToken.None), settled);

    /// <summary>Has the bus reject a message, for which a place was taken: as long as its dead letter is being written, it is there.</summary>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="content">The message as it came.</param>
    /// <param name="settled">Told what became of it, before the place is given back.</param>
    public Task RejectAsync(string fault, ReadOnlyMemory<byte> content, Func<ReceiveResult, ValueTask>? settled = null) =>
        SettleAsync(receiver.RejectAsync(fault, content), settled);

    /// <summary>Has the bus reject a message that can be read, for which a place was taken.</summary>
    /// <param name="message">The message.</param>
    /// <param name="fault">Why it is not handled.</param>
    /// <param name="settled">Told what became of it, before the place is given back.</param>
    public Task RejectAsync(EventMessage message, string fault, Func<ReceiveResult, ValueTask>? settled = null) =>
        SettleAsync(receiver.RejectAsync(message, fault), settled);

    /// <summary>Waits until the bus has none any more, or the time is over. Nothing can be received afterwards.</summary>
    public async Task DrainAsync(TimeSpan limit)
    {
        using var end = new CancellationTokenSource(limit);
        try
        {
            for (int i = 0; i < size; i++) await _room.WaitAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Handlers that ignore their cancelled token have theirs.
        }
    }

    private async Task SettleAsync(ValueTask<ReceiveResult> receiving, Func<ReceiveResult, ValueTask>? settled)
    {
        try
        {
            var result = await receiving.ConfigureAwait(false);
            if (settled is not null) await settled(result).ConfigureAwait(false);
        }
        finally
        {
            _room.Release();
        }
    }
}
