namespace EventGen;

/// <summary>The publishers of one bus that also receive. Thread safe.</summary>
/// <param name="transports">Each of them.</param>
internal sealed class TransportSet(TransportSlot[] transports)
{
    private readonly CancellationTokenSource _receivingEnd = new();

    public IReadOnlyList<TransportSlot> Slots => transports;

    /// <summary>Completes when every transport has been started; at once before. Written by <see cref="Start"/>.</summary>
    public Task Started { get; private set; } = Task.CompletedTask;

    /// <summary>Starts them, without the starter's context, which is no business of what is received later.</summary>
    /// <param name="stopping">Cancelled when the bus gives up draining.</param>
    public void Start(CancellationToken stopping)
    {
        if (transports.Length > 0) StartAll(stopping);
    }

    /// <summary>Has one of them end its receiving.</summary>
    /// <param name="slot">Which.</param>
    /// <param name="asked">Completes when it has been asked, or will be as soon as it has started.</param>
    /// <returns>Completes when it receives no more.</returns>
    public async Task StopReceivingAsync(TransportSlot slot, TaskCompletionSource asked)
    {
        if (!slot.Started.IsCompleted) asked.SetResult();
        await slot.Started.ConfigureAwait(false);
        var stopping = slot.StopReceivingAsync(_receivingEnd.Token);
        asked.TrySetResult();
        await stopping.ConfigureAwait(false);
    }

    /// <summary>Tells those that still end their receiving that the bus waits no longer.</summary>
    public void GiveUp() => _ = _receivingEnd.CancelAsync();

    private void StartAll(CancellationToken stopping)
    {
        using (ExecutionContext.SuppressFlow()) Started = Task.WhenAll(Array.ConvertAll(transports, slot => slot.Start(stopping)));
    }
}
