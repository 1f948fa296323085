namespace EventGen;

/// <summary>RabbitMQ did not confirm a publish, or had no queue for it. Publishing the same message again is safe where receivers know its id.</summary>
/// <remarks>It names the server and the cause and has no inner exception: the client's own may carry its configuration.</remarks>
public sealed class RabbitMQPublishException : EventPublishException
{
    internal RabbitMQPublishException(string message, bool isUnreachable)
        : base(message, isUnreachable)
    {
    }
}
