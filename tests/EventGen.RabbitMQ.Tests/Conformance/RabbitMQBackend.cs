using RabbitMQ.Client;

namespace EventGen.RabbitMQ.Tests.Conformance;

/// <summary>RabbitMQ with one of its kinds of queues, and exchanges of its own on a server that tests share.</summary>
/// <param name="isExclusive">Whether each instance has a queue of its own.</param>
/// <param name="isMortal">Whether the server is killed.</param>
internal sealed class RabbitMQBackend(bool isExclusive, bool isMortal = false) : Backend
{
    private readonly string _prefix = Guid.NewGuid().ToString("N")[..8];
    private RabbitMqServer? _server;

    public override Capabilities Capabilities => Capabilities.HasServer | (isExclusive ? Capabilities.Broadcasts : Capabilities.Persists);

    // Nobody has to claim anything: the server gives back what a lost connection had. What cannot be settled is given back after a second.
    public override TimeSpan ClaimAfter => TimeSpan.FromSeconds(1);

    public override async Task StartAsync() => _server = await (!isMortal ? Servers.SteadyAsync() : isExclusive ? Servers.OtherMortalAsync() : Servers.MortalAsync());

    public override IEventTransport Create(string channel = "parcels", UnknownEventMode unknownEvents = UnknownEventMode.DeadLetter) => new RabbitMQTransport(Parcel.Wire, options =>
    {
        options.Address = _server!.Address;
        options.Exchange = Exchange(channel);
        options.Receive = true;
        options.UnknownEvents = unknownEvents;
        options.ExclusiveQueue = isExclusive;

        // A receiver whose queue takes longer than this has started without it: a busy machine needs its time.
        options.Timeout = TimeSpan.FromSeconds(10);
    });

    public override async Task PutAsync(byte[] wire, string channel = "parcels")
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(_server!.Address) }.CreateConnectionAsync();
        await using var sending = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await sending.BasicPublishAsync(Exchange(channel), "conformance.parcel", mandatory: true, wire);
    }

    public override Task RestartAsync() => _server!.RestartAsync();

    public override Task StopServerAsync() => _server!.KillAsync();

    public override void Freeze() => _server!.Freeze();

    public override void Thaw() => _server!.Thaw();

    public override ValueTask DisposeAsync() => default;

    private string Exchange(string channel) => $"{_prefix}.{channel}";
}
