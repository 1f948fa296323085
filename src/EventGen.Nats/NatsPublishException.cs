namespace EventGen;

/// <summary>NATS did not confirm a publish. Publishing the same message again is safe where the stream or the receivers know its id.</summary>
/// <remarks>It names the server and the cause and has no inner exception: the client's own may carry its configuration.</remarks>
public sealed class NatsPublishException : Exception
{
    internal NatsPublishException(string message)
        : base(message)
    {
    }
}
