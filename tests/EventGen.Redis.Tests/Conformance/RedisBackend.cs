using StackExchange.Redis;

namespace EventGen.Redis.Tests.Conformance;

/// <summary>Redis in one of its modes, with a server of its own.</summary>
/// <param name="mode">The mode.</param>
/// <param name="claimAfterSeconds">
/// Short where a test waits for it. Where each message is counted, longer than a busy machine stands still: what is unattended for as long is delivered twice.
/// </param>
internal sealed class RedisBackend(RedisMode mode, int claimAfterSeconds = 1) : Backend
{
    private RedisServer? _server;

    public override Capabilities Capabilities => Capabilities.HasServer | (mode == RedisMode.PubSub ? Capabilities.Broadcasts : Capabilities.Persists);

    public override TimeSpan ClaimAfter { get; } = TimeSpan.FromSeconds(claimAfterSeconds);

    public override async Task StartAsync()
    {
        RedisServer.Require();
        _server = await RedisServer.StartAsync(isPersistent: true);
    }

    public override IEventTransport Create(string channel = "parcels", UnknownEventMode unknownEvents = UnknownEventMode.DeadLetter) => new RedisTransport(Parcel.Wire, options =>
    {
        options.Address = _server!.Address;
        options.Channel = channel;
        options.Mode = mode;
        options.Receive = true;
        options.UnknownEvents = unknownEvents;
        options.ClaimAfter = ClaimAfter;

        // A receiver whose subscription takes longer than this has started without it: a busy machine needs its time.
        options.Timeout = TimeSpan.FromSeconds(10);
    });

    public override async Task PutAsync(byte[] wire, string channel = "parcels")
    {
        using var client = await RedisClient.ConnectAsync(_server!);
        if (mode == RedisMode.PubSub) await client.GetSubscriber().PublishAsync(RedisChannel.Literal(channel), wire);
        else await client.GetDatabase().ExecuteAsync("XADD", channel, "*", "data", wire);
    }

    public override Task RestartAsync() => _server!.RestartAsync();

    public override Task StopServerAsync() => _server!.KillAsync();

    public override void Freeze() => _server!.Freeze();

    public override void Thaw() => _server!.Thaw();

    public override ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;
}
