namespace EventGen.Redis;

/// <summary>Bounds how many received messages the bus has at a time. Thread safe.</summary>
internal sealed class ReceiveWindow(EventIntake intake, int size)
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
    /// <returns>Completes with what became of it, and gives the place back.</returns>
    public async Task<ReceiveResult> ReceiveAsync(EventMessage message)
    {
        try
        {
            return await intake.ReceiveAsync(message, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _room.Release();
        }
    }
}
