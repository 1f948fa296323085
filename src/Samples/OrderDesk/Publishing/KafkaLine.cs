namespace OrderDesk.Publishing;

/// <summary>The desk's line to other desks: a topic of Kafka, if there is one.</summary>
internal static class KafkaLine
{
    /// <summary>Makes the publisher to which events refer as <c>kafka</c>.</summary>
    /// <param name="servers">Where Kafka is; <see langword="null"/> for none, and orders stay at this desk.</param>
    /// <param name="receives">Whether the orders of other desks come in.</param>
    /// <exception cref="ArgumentException">The servers cannot be read.</exception>
    public static KafkaTransport Create(string? servers, bool receives) => new("kafka", options =>
    {
        options.Enabled = servers is not null;
        options.BootstrapServers = servers;
        options.Topic = "order-desk";
        options.Receive = receives;
    });
}
