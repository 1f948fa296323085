using Microsoft.Extensions.Configuration;

namespace EventGen.Nats.Tests;

public sealed class OptionsTests : TransportOptionsSuite<NatsOptions>
{
    protected override string Product => "NATS";

    protected override IReadOnlyDictionary<string, string> KeysForAll { get; } = new Dictionary<string, string> { ["NatsAddress"] = "Address", ["NatsStream"] = "Stream" };

    protected override (string Setting, string Unreadable) Address => ("Address", $"nats://{Secret}@localhost/x");

    protected override IReadOnlyList<PublisherServer> Servers => [new("out", "a.example:4222", "nats"), new("out", "b.example:7000", "nats")];

    protected override IEventTransport Create(string name, NatsOptions options) => new NatsTransport(name, options);

    protected override NatsOptions Copy(NatsOptions options) => TransportOptions<NatsOptions>.Checked("out", options);

    protected override TBuilder Add<TBuilder>(TBuilder builder, string name, IConfiguration configuration, Action<NatsOptions>? configure) => builder.AddNats(name, configuration, configure);

    protected override void SetServers(NatsOptions options) => options.Address = $"nats://ann:{Secret}@a.example,tls://ann:{Secret}@b.example:7000";

    protected override void Spoil(NatsOptions options)
    {
        options.Address = Address.Unreadable;
        options.CredentialsFile = "/nowhere";
        options.Stream = "a.b";
        options.Subject = "a..b";
        options.Group = "";
        options.Topology = (NatsTopology)7;
        options.Retention = (NatsRetention)7;
        options.WhenFull = (NatsStreamFullMode)7;
        options.UnknownEvents = (UnknownEventMode)7;
        options.Timeout = options.AckWait = options.DuplicateWindow = TimeSpan.Zero;
        options.MaxAge = TimeSpan.FromMilliseconds(1);
        options.Replicas = options.MaxInFlight = options.ReceiveBuffer = options.Prefetch = options.DeliveryLimit = 0;
        options.MaxMessages = options.MaxBytes = -1;
    }
}
