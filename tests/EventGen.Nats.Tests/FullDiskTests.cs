namespace EventGen.Nats.Tests;

/// <summary>A stream whose server has no room on its disk. It then turns JetStream off, until it is started again.</summary>
public sealed class FullDiskTests : FullDiskSuite
{
    private NatsServer _server = null!;

    protected override int Megabytes => 32;

    protected override void Require() => NatsServer.Require();

    protected override async Task<IAsyncDisposable> StartAsync(SmallDisk disk) => _server = await NatsServer.StartNewAsync(disk: disk);

    protected override IEventTransport Create() => NatsSettings.Create(_server);

    protected override Task RecoverAsync() => _server.RestartAsync();
}
