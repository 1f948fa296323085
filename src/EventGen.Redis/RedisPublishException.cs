namespace EventGen;

/// <summary>Redis did not confirm a publish. Whether it has arrived is unknown; publishing the same message again is safe where receivers know its id.</summary>
/// <remarks>
/// It names the server and the cause and has no inner exception: the client's own may carry its configuration, and with it the password.
/// </remarks>
public sealed class RedisPublishException : EventPublishException
{
    internal RedisPublishException(string message, bool isUnreachable)
        : base(message, isUnreachable)
    {
    }
}
