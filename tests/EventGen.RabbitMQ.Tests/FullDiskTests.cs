namespace EventGen.RabbitMQ.Tests;

/// <summary>A queue whose server has less room on its disk than it wants to have. It then takes no more messages, until there is room.</summary>
public sealed class FullDiskTests : FullDiskSuite
{
    private Broker _broker = null!;

    // It wants 50 to be free.
    protected override int Megabytes => 160;

    protected override void Require() => RabbitMqServer.Require();

    protected override async Task<IAsyncDisposable> StartAsync(SmallDisk disk)
    {
        var server = await RabbitMqServer.StartOnAsync(disk);
        _broker = new Broker(server);
        return server;
    }

    protected override IEventTransport Create() => _broker.Create();
}
