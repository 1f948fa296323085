namespace EventGen;

/// <summary>What a RabbitMQ publisher does about the exchanges and queues that it uses.</summary>
public enum RabbitMQTopology
{
    /// <summary>It declares them, each time that it connects. One that exists with other properties is an error.</summary>
    Declare,

    /// <summary>It declares them passively: they must exist, and none is created or changed. Their properties and bindings are not checked, since AMQP cannot ask for them. The queue of a single instance is declared all the same.</summary>
    Verify,

    /// <summary>It neither declares nor checks any. One that is missing shows when it is used. The queue of a single instance is declared all the same.</summary>
    None,
}
