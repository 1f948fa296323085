namespace EventGen.Redis;

/// <summary>Which settings of a Redis publisher a configuration may have, besides those that all transports have.</summary>
internal static class RedisConfiguration
{
    public static TransportSettings<RedisOptions> Settings { get; } = new TransportSettings<RedisOptions>()
        .Text(nameof(RedisOptions.Address), "RedisAddress", static (options, value) => options.Address = value)
        .Text(nameof(RedisOptions.Channel), "RedisChannel", static (options, value) => options.Channel = value)
        .Choice<RedisMode>(nameof(RedisOptions.Mode), static (options, value) => options.Mode = value)
        .Time(nameof(RedisOptions.ClaimAfter), static (options, value) => options.ClaimAfter = value)
        .Count(nameof(RedisOptions.ReceiveBuffer), static (options, value) => options.ReceiveBuffer = value)
        .Length(nameof(RedisOptions.MaxStreamLength), static (options, value) => options.MaxStreamLength = value)
        .Count(nameof(RedisOptions.DeliveryLimit), static (options, value) => options.DeliveryLimit = value);
}
