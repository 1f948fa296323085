using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>A publisher of a bus that also receives. Thread safe.</summary>
/// <param name="slot">The publisher.</param>
/// <param name="transport">The same, as what receives.</param>
/// <param name="receiver">Takes what arrives.</param>
/// <param name="logger">Told what the transport throws.</param>
internal sealed class TransportSlot(PublisherSlot slot, IEventTransport transport, MessageReceiver receiver, ILogger logger)
{
    public string Name => slot.Name;

    public bool Receives => transport.Receives;

    /// <summary>Completes when it has been started; at once before. Written by <see cref="Start"/>.</summary>
    public Task Started { get; private set; } = Task.CompletedTask;

    /// <summary>Starts it on a thread of its own: it may block.</summary>
    /// <param name="stopping">Cancelled when the bus gives up draining.</param>
    public Task Start(CancellationToken stopping) => Started = Task.Run(() => StartAsync(stopping), CancellationToken.None);

    /// <summary>Ends its receiving. Never throws.</summary>
    public async Task StopReceivingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await transport.StopReceivingAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.StopReceivingFailed(exception, Name);
        }
    }

    private async Task StartAsync(CancellationToken stopping)
    {
        try
        {
            await transport.StartAsync(receiver, stopping).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            slot.FailStart(exception);
            logger.PublisherStartFailed(exception, Name);
        }
    }
}
