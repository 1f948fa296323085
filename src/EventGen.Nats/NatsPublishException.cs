namespace EventGen;

/// <summary>NATS did not confirm a publish. Publishing the same message again is safe where the stream or the receivers know its id.</summary>
/// <remarks>It names the server and the cause and has no inner exception: the client's own may carry its configuration.</remarks>
public sealed class NatsPublishException : EventPublishException
{
    internal NatsPublishException(string message, bool isUnreachable)
        : base(message, isUnreachable)
    {
    }
}
