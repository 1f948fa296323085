namespace OrderDesk.Publishing;

/// <summary>The desk's line to other desks: a Redis channel, if there is one.</summary>
internal static class RedisLine
{
    /// <summary>Makes the publisher to which events refer as <c>redis</c>.</summary>
    /// <param name="address">Where Redis is; <see langword="null"/> for none, and orders stay at this desk.</param>
    /// <param name="receives">Whether the orders of other desks come in.</param>
    /// <exception cref="ArgumentException">The address cannot be read.</exception>
    public static RedisTransport Create(string? address, bool receives) => new("redis", options =>
    {
        options.Enabled = address is not null;
        options.Address = address;
        options.Channel = "order-desk";
        options.Receive = receives;
    });
}
