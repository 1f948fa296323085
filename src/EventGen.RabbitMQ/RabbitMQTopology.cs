namespace EventGen;

/// <summary>What a RabbitMQ publisher does about the exchanges and queues that it uses.</summary>
public enum RabbitMQTopology
{
    /// <summary>It declares them, each time that it connects. One that is there with other properties is an error.</summary>
    Declare,

    /// <summary>It checks that they are there, and neither makes nor changes any. Its properties and bindings are not checked: RabbitMQ has no question for them.</summary>
    Verify,

    /// <summary>It neither makes nor checks any. One that is missing shows when it is used.</summary>
    None,
}
