using Microsoft.Extensions.Configuration;

namespace EventGen.Redis.Tests;

public sealed class OptionsTests : TransportOptionsSuite<RedisOptions>
{
    protected override string Product => "Redis";

    protected override IReadOnlyDictionary<string, string> KeysForAll { get; } = new Dictionary<string, string> { ["RedisAddress"] = "Address", ["RedisChannel"] = "Channel" };

    protected override (string Setting, string Unreadable) Address => ("Address", $"redis://:{Secret}@localhost/x");

    protected override IReadOnlyList<PublisherServer> Servers => [new("out", "[::1]:7000", "rediss")];

    protected override IEventTransport Create(string name, RedisOptions options) => new RedisTransport(name, options);

    protected override RedisOptions Copy(RedisOptions options) => TransportOptions<RedisOptions>.Checked("out", options);

    protected override TBuilder Add<TBuilder>(TBuilder builder, string name, IConfiguration configuration, Action<RedisOptions>? configure) => builder.AddRedis(name, configuration, configure);

    protected override void SetServers(RedisOptions options) => options.Address = $"rediss://ann:{Secret}@[::1]:7000/2";

    protected override void Spoil(RedisOptions options)
    {
        options.Address = Address.Unreadable;
        options.Channel = " ";
        options.Mode = (RedisMode)7;
        options.Group = "";
        options.UnknownEvents = (UnknownEventMode)7;
        options.Timeout = TimeSpan.Zero;
        options.ClaimAfter = TimeSpan.FromDays(2);
        options.MaxInFlight = options.ReceiveBuffer = options.Prefetch = 0;
        options.MaxStreamLength = options.DeliveryLimit = 0;
    }
}
