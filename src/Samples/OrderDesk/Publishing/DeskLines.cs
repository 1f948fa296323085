namespace OrderDesk.Publishing;

/// <summary>The desk's lines to other desks: a broker for each that has an address.</summary>
/// <param name="Redis">Where Redis is; <see langword="null"/> for none.</param>
/// <param name="RabbitMQ">Where RabbitMQ is; <see langword="null"/> for none.</param>
/// <param name="Nats">Where NATS is; <see langword="null"/> for none.</param>
/// <param name="Kafka">Where Kafka is; <see langword="null"/> for none.</param>
internal sealed record DeskLines(string? Redis, string? RabbitMQ, string? Nats, string? Kafka)
{
    /// <summary>The names of those that have an address, with hyphens between them.</summary>
    public string Names => string.Join('-', from line in ((string Name, string? Address)[])[("redis", Redis), ("rabbitmq", RabbitMQ), ("nats", Nats), ("kafka", Kafka)] where line.Address is not null select line.Name);

    /// <summary>Adds the publishers to which events refer as <c>redis</c>, <c>rabbitmq</c>, <c>nats</c> and <c>kafka</c>. Without an address, orders stay at this desk.</summary>
    /// <param name="builder">Of the desk's bus.</param>
    /// <param name="receive">Whether the orders of other desks come in.</param>
    public TBuilder AddTo<TBuilder>(TBuilder builder, bool receive)
        where TBuilder : IEventBusBuilder
    {
        builder.AddPublisher(RedisLine.Create(Redis, receive));
        builder.AddPublisher(RabbitMQLine.Create(RabbitMQ, receive));
        builder.AddPublisher(NatsLine.Create(Nats, receive));
        builder.AddPublisher(KafkaLine.Create(Kafka, receive));
        return builder;
    }
}
