using Microsoft.Extensions.Configuration;

namespace EventGen.RabbitMQ.Tests;

public sealed class OptionsTests : TransportOptionsSuite<RabbitMQOptions>
{
    protected override string Product => "RabbitMQ";

    protected override IReadOnlyDictionary<string, string> KeysForAll { get; } = new Dictionary<string, string> { ["RabbitMQAddress"] = "Address", ["RabbitMQExchange"] = "Exchange" };

    protected override (string Setting, string Unreadable) Address => ("Address", $"amqp://shop:{Secret}@localhost/a/b");

    protected override IReadOnlyList<PublisherServer> Servers => [new("out", "shop.example:5671", "amqps")];

    protected override IEventTransport Create(string name, RabbitMQOptions options) => new RabbitMQTransport(name, options);

    protected override RabbitMQOptions Copy(RabbitMQOptions options) => TransportOptions<RabbitMQOptions>.Checked("out", options);

    protected override TBuilder Add<TBuilder>(TBuilder builder, string name, IConfiguration configuration, Action<RabbitMQOptions>? configure) => builder.AddRabbitMQ(name, configuration, configure);

    protected override void SetServers(RabbitMQOptions options) => options.Address = $"amqps://ann:{Secret}@shop.example/orders";

    protected override void Spoil(RabbitMQOptions options)
    {
        options.Address = Address.Unreadable;
        options.Exchange = "amq.topic";
        options.Group = "";
        options.Topology = (RabbitMQTopology)7;
        options.UnknownEvents = (UnknownEventMode)7;
        options.Timeout = TimeSpan.Zero;
        options.MaxInFlight = options.Prefetch = options.DeliveryLimit = 0;
        options.ExclusiveQueue = options.SingleActiveConsumer = true;
    }
}
