namespace EventGen.RabbitMQ;

/// <summary>Which settings of a RabbitMQ publisher a configuration may have, besides those that all transports have.</summary>
internal static class RabbitMQConfiguration
{
    public static TransportSettings<RabbitMQOptions> Settings { get; } = new TransportSettings<RabbitMQOptions>()
        .Text(nameof(RabbitMQOptions.Address), "RabbitMQAddress", static (options, value) => options.Address = value)
        .Text(nameof(RabbitMQOptions.Exchange), "RabbitMQExchange", static (options, value) => options.Exchange = value)
        .Bool(nameof(RabbitMQOptions.ExclusiveQueue), static (options, value) => options.ExclusiveQueue = value)
        .Bool(nameof(RabbitMQOptions.SingleActiveConsumer), static (options, value) => options.SingleActiveConsumer = value)
        .Choice<RabbitMQTopology>(nameof(RabbitMQOptions.Topology), static (options, value) => options.Topology = value)
        .Count(nameof(RabbitMQOptions.DeliveryLimit), static (options, value) => options.DeliveryLimit = value);
}
