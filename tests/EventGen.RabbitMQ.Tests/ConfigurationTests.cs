using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EventGen.RabbitMQ.Tests;

public sealed class ConfigurationTests
{
    [Fact]
    public void AddRabbitMQ_ReadsWhatHoldsForAllAndWhatIsSaidOfOne()
    {
        var options = Bind(new()
        {
            ["EventGen:RabbitMQAddress"] = "amqp://somewhere",
            ["EventGen:RabbitMQExchange"] = "all",
            ["EventGen:Publishers:wire:Exchange"] = "one",
            ["EventGen:Publishers:Wire:Receive"] = "true",
            ["EventGen:Publishers:Wire:CloudEvents"] = "false",
            ["EventGen:Publishers:Wire:Group"] = "g",
            ["EventGen:Publishers:Wire:ExclusiveQueue"] = "true",
            ["EventGen:Publishers:Wire:SingleActiveConsumer"] = "false",
            ["EventGen:Publishers:Wire:Topology"] = "verify",
            ["EventGen:Publishers:Wire:Timeout"] = "00:00:01",
            ["EventGen:Publishers:Wire:MaxInFlight"] = "3",
            ["EventGen:Publishers:Wire:Prefetch"] = "5",
            ["EventGen:Publishers:Wire:DeliveryLimit"] = "7",
        });

        Assert.Equal(("amqp://somewhere", "one", true, false, "g"), (options.Address, options.Exchange, options.Receive, options.CloudEvents, options.Group));
        Assert.Equal((true, false, RabbitMQTopology.Verify), (options.ExclusiveQueue, options.SingleActiveConsumer, options.Topology));
        Assert.Equal((TimeSpan.FromSeconds(1), 3, 5, 7), (options.Timeout, options.MaxInFlight, options.Prefetch, options.DeliveryLimit));
    }

    [Fact]
    public void AddRabbitMQ_CodeWinsOverTheConfiguration() =>
        Assert.Equal("code", Bind(new() { ["EventGen:RabbitMQAddress"] = "amqp://somewhere", ["EventGen:RabbitMQExchange"] = "c" }, static options => options.Exchange = "code").Exchange);

    [Fact]
    public void AddRabbitMQ_TextThatIsNoSetting_FailsTheStartWithAllFaultsAndNoSecret()
    {
        var exception = Assert.Throws<OptionsValidationException>(static () => Bind(new()
        {
            ["EventGen:RabbitMQAddress"] = "amqp://shop:secret@host/a/b",
            ["EventGen:Publishers:Wire:Topology"] = "Perhaps",
            ["EventGen:Publishers:Wire:Prefetch"] = "many",
            ["EventGen:Publishers:Wire:Timeout"] = "30",
            ["EventGen:Publishers:Wire:Recieve"] = "true",
        }));

        Assert.Equal(5, exception.Failures.Count());
        Assert.Contains("RabbitMQ publisher 'wire': Recieve in the configuration is no setting of a RabbitMQ publisher (did you mean 'Receive'?)", exception.Failures);
        Assert.All(exception.Failures, static failure => Assert.StartsWith("RabbitMQ publisher 'wire': ", failure));
        Assert.DoesNotContain("secret", exception.ToString());
    }

    [Fact]
    public async Task AddRabbitMQ_WithoutAContainer_AddsThePublisher()
    {
        await using var bus = EventBus.Create(static builder => builder.AddRabbitMQ("rabbitmq", static options => options.Address = "amqp://localhost:1"));

        Assert.Equal("rabbitmq", Assert.Single(bus.GetHealth().Publishers).Name);
    }

    private static RabbitMQOptions Bind(Dictionary<string, string?> values, Action<RabbitMQOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddEventGen().AddRabbitMQ("wire", new ConfigurationBuilder().AddInMemoryCollection(values).Build(), configure);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptionsMonitor<RabbitMQOptions>>().Get("wire");
    }
}
