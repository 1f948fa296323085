namespace OrderDesk.Publishing;

/// <summary>The desk's line to other desks: a RabbitMQ exchange, if there is one.</summary>
internal static class RabbitMQLine
{
    /// <summary>Makes the publisher to which events refer as <c>rabbitmq</c>.</summary>
    /// <param name="address">Where RabbitMQ is; <see langword="null"/> for none, and orders stay at this desk.</param>
    /// <param name="receives">Whether the orders of other desks come in.</param>
    /// <exception cref="ArgumentException">The address cannot be read.</exception>
    public static RabbitMQTransport Create(string? address, bool receives) => new("rabbitmq", options =>
    {
        options.Enabled = address is not null;
        options.Address = address;
        options.Exchange = "order-desk";
        options.Receive = receives;
    });
}
