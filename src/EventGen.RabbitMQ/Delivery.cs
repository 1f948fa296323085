using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace EventGen.RabbitMQ;

/// <summary>One message that the server has delivered and that is not settled yet.</summary>
/// <param name="Channel">The channel it came on; it is settled on no other.</param>
/// <param name="Tag">Its number there.</param>
/// <param name="Properties">What came with it.</param>
/// <param name="Body">Its own copy.</param>
internal sealed record Delivery(IChannel Channel, ulong Tag, IReadOnlyBasicProperties Properties, ReadOnlyMemory<byte> Body)
{
    /// <summary>Tells the server that it may forget the message. Where the channel is closed, the server delivers it again, or has already.</summary>
    public async Task AcknowledgeAsync()
    {
        try
        {
            await Channel.BasicAckAsync(Tag, multiple: false).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationInterruptedException or ObjectDisposedException or IOException)
        {
            // Delivered again, with the same id.
        }
    }

    /// <summary>Gives the message back to its queue.</summary>
    public async Task ReturnAsync()
    {
        try
        {
            await Channel.BasicNackAsync(Tag, multiple: false, requeue: true).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationInterruptedException or ObjectDisposedException or IOException)
        {
            // It is back.
        }
    }
}
