using EventGen.CompilerServices;

namespace EventGen.Benchmarks.Startup;

/// <summary>A module like a generated one, of a thousand events.</summary>
public sealed class ThousandEvents : EventModule
{
    private ThousandEvents()
        : base("Thousand")
    {
    }

    public static ThousandEvents Instance { get; } = new();

    protected override void Build(EventModuleBuilder module)
    {
        AddHundred<D0>(module);
        AddHundred<D1>(module);
        AddHundred<D2>(module);
        AddHundred<D3>(module);
        AddHundred<D4>(module);
        AddHundred<D5>(module);
        AddHundred<D6>(module);
        AddHundred<D7>(module);
        AddHundred<D8>(module);
        AddHundred<D9>(module);
    }

    private static void AddHundred<THundreds>(EventModuleBuilder module)
    {
        AddTen<THundreds, D0>(module);
        AddTen<THundreds, D1>(module);
        AddTen<THundreds, D2>(module);
        AddTen<THundreds, D3>(module);
        AddTen<THundreds, D4>(module);
        AddTen<THundreds, D5>(module);
        AddTen<THundreds, D6>(module);
        AddTen<THundreds, D7>(module);
        AddTen<THundreds, D8>(module);
        AddTen<THundreds, D9>(module);
    }

    private static void AddTen<THundreds, TTens>(EventModuleBuilder module)
    {
        Add<THundreds, TTens, D0>(module);
        Add<THundreds, TTens, D1>(module);
        Add<THundreds, TTens, D2>(module);
        Add<THundreds, TTens, D3>(module);
        Add<THundreds, TTens, D4>(module);
        Add<THundreds, TTens, D5>(module);
        Add<THundreds, TTens, D6>(module);
        Add<THundreds, TTens, D7>(module);
        Add<THundreds, TTens, D8>(module);
        Add<THundreds, TTens, D9>(module);
    }

    private static void Add<THundreds, TTens, TOnes>(EventModuleBuilder module) =>
        module.AddEvent(new EventDefinition<Numbered<THundreds, TTens, TOnes>>
        {
            Descriptor = new EventDescriptor
            {
                Id = $"numbered.{typeof(THundreds).Name}{typeof(TTens).Name}{typeof(TOnes).Name}",
                PayloadType = typeof(Numbered<THundreds, TTens, TOnes>),
                Fields = [new EventField("Amount", typeof(int), Required: true)],
            },
        });
}
