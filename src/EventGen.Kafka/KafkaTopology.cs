namespace EventGen;

/// <summary>What a Kafka publisher does about a topic that does not exist.</summary>
public enum KafkaTopology
{
    /// <summary>Creates it, with <see cref="KafkaOptions.Partitions"/> and <see cref="KafkaOptions.Replicas"/>.</summary>
    Declare,

    /// <summary>Reports it until somebody has created it.</summary>
    Verify,
}
