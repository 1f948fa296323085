namespace EventGen;

/// <summary>Where an application begins to receive a partition of which it has committed nothing yet.</summary>
public enum KafkaOffsetReset
{
    /// <summary>With what is published from then on. The position is committed at once, so nothing is missed afterwards.</summary>
    Latest,

    /// <summary>With the oldest message that the topic keeps.</summary>
    Earliest,
}
