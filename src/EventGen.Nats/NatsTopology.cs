namespace EventGen;

/// <summary>What a NATS publisher does about the stream and the consumer that it uses.</summary>
public enum NatsTopology
{
    /// <summary>It creates what is missing. A stream or consumer that exists keeps its settings.</summary>
    Declare,

    /// <summary>It creates nothing: a stream or consumer that is missing is an error, reported until it is there.</summary>
    Verify,
}
