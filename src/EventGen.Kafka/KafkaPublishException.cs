namespace EventGen;

/// <summary>Kafka did not confirm a publish. Publishing the same message again is safe where the receivers know its id.</summary>
/// <remarks>It names the servers and the cause and has no inner exception: the client's own may carry its configuration.</remarks>
public sealed class KafkaPublishException : Exception
{
    internal KafkaPublishException(string message)
        : base(message)
    {
    }
}
