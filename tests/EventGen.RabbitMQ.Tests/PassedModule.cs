using System.Text.Json.Serialization;
using EventGen.CompilerServices;

namespace EventGen.RabbitMQ.Tests;

/// <summary>Passed on from broker to broker. Each bus of a test calls the brokers as it likes, so each has a declaration of its own.</summary>
internal sealed record Passed(int Number);

[JsonSerializable(typeof(Passed))]
internal sealed partial class PassedJson : JsonSerializerContext;

/// <summary>What the generator would write for <see cref="Passed"/> with some <c>[PublishTo]</c>.</summary>
/// <param name="publishers">Their names.</param>
/// <param name="onReceive">Those with <c>OnReceive = true</c>.</param>
/// <param name="isDurable">With <c>[Durable]</c>.</param>
internal sealed class PassedModule(string[] publishers, string[] onReceive, bool isDurable) : EventModule("Passed")
{
    public const string Id = "between.passed";

    protected override void Build(EventModuleBuilder module) => module.AddEvent(new EventDefinition<Passed>
    {
        Descriptor = new EventDescriptor
        {
            Id = Id,
            PayloadType = typeof(Passed),
            Fields = [new("Number", typeof(int), Required: true)],
            Publishers = publishers,
            PublishersOnReceive = onReceive,
            IsDurable = isDurable,
        },
        Json = static () => PassedJson.Default.Passed,
    });
}
