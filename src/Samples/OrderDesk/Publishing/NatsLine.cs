namespace OrderDesk.Publishing;

/// <summary>The desk's line to other desks: a NATS stream, if there is one.</summary>
internal static class NatsLine
{
    /// <summary>Makes the publisher to which events refer as <c>nats</c>.</summary>
    /// <param name="address">Where NATS is; <see langword="null"/> for none, and orders stay at this desk.</param>
    /// <param name="receives">Whether the orders of other desks come in.</param>
    /// <exception cref="ArgumentException">The address cannot be read.</exception>
    public static NatsTransport Create(string? address, bool receives) => new("nats", options =>
    {
        options.Enabled = address is not null;
        options.Address = address;
        options.Stream = "order-desk";
        options.Receive = receives;
    });
}
