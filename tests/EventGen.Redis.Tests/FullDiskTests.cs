namespace EventGen.Redis.Tests;

/// <summary>A stream whose server has no room for its log on the disk. It then refuses what would be written, until there is room.</summary>
public sealed class FullDiskTests : FullDiskSuite
{
    private RedisServer _server = null!;

    protected override int Megabytes => 32;

    protected override void Require() => RedisServer.Require();

    protected override async Task<IAsyncDisposable> StartAsync(SmallDisk disk) => _server = await RedisServer.StartOnAsync(disk);

    protected override IEventTransport Create() => new RedisTransport(Parcel.Wire, options =>
        (options.Address, options.Channel, options.Mode, options.Receive, options.Timeout) = (_server.Address, "parcels", RedisMode.Streams, true, TimeSpan.FromSeconds(10)));
}
