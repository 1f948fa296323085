using EventGen.Benchmarks.Startup;
using EventGen.CompilerServices;

namespace EventGen.Benchmarks.Memory;

/// <summary>A module of one event.</summary>
public sealed class OneEvent : EventModule
{
    private OneEvent()
        : base("One")
    {
    }

    public static OneEvent Instance { get; } = new();

    protected override void Build(EventModuleBuilder module) =>
        module.AddEvent(new EventDefinition<Numbered<D0, D0, D0>>
        {
            Descriptor = new EventDescriptor { Id = "one", PayloadType = typeof(Numbered<D0, D0, D0>), Fields = [new EventField("Amount", typeof(int), Required: true)] },
        });
}
