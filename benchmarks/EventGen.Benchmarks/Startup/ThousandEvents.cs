using EventGen.CompilerServices;

namespace EventGen.Benchmarks.Startup;

/// <summary>A module like a generated one, of a thousand events that nothing in it handles.</summary>
public sealed class ThousandEvents : EventModule
{
    private ThousandEvents()
        : base("Thousand")
    {
    }

    public static ThousandEvents Instance { get; } = new();

    protected override void Build(EventModuleBuilder module)
    {
        DeclareHundred<D0>(module);
        DeclareHundred<D1>(module);
        DeclareHundred<D2>(module);
        DeclareHundred<D3>(module);
        DeclareHundred<D4>(module);
        DeclareHundred<D5>(module);
        DeclareHundred<D6>(module);
        DeclareHundred<D7>(module);
        DeclareHundred<D8>(module);
        DeclareHundred<D9>(module);
    }

    protected override void Define(int number, EventModuleBuilder module)
    {
        switch (number / 100)
        {
            case 0:
                DefineHundred<D0>(number / 10 % 10, number % 10, module);
                break;
            case 1:
                DefineHundred<D1>(number / 10 % 10, number % 10, module);
                break;
            case 2:
                DefineHundred<D2>(number / 10 % 10, number % 10, module);
                break;
            case 3:
                DefineHundred<D3>(number / 10 % 10, number % 10, module);
                break;
            case 4:
                DefineHundred<D4>(number / 10 % 10, number % 10, module);
                break;
            case 5:
                DefineHundred<D5>(number / 10 % 10, number % 10, module);
                break;
            case 6:
                DefineHundred<D6>(number / 10 % 10, number % 10, module);
                break;
            case 7:
                DefineHundred<D7>(number / 10 % 10, number % 10, module);
                break;
            case 8:
                DefineHundred<D8>(number / 10 % 10, number % 10, module);
                break;
            default:
                DefineHundred<D9>(number / 10 % 10, number % 10, module);
                break;
        }
    }

    private static void DeclareHundred<THundreds>(EventModuleBuilder module)
    {
        DeclareTen<THundreds, D0>(module);
        DeclareTen<THundreds, D1>(module);
        DeclareTen<THundreds, D2>(module);
        DeclareTen<THundreds, D3>(module);
        DeclareTen<THundreds, D4>(module);
        DeclareTen<THundreds, D5>(module);
        DeclareTen<THundreds, D6>(module);
        DeclareTen<THundreds, D7>(module);
        DeclareTen<THundreds, D8>(module);
        DeclareTen<THundreds, D9>(module);
    }

    private static void DeclareTen<THundreds, TTens>(EventModuleBuilder module)
    {
        Declare<THundreds, TTens, D0>(module);
        Declare<THundreds, TTens, D1>(module);
        Declare<THundreds, TTens, D2>(module);
        Declare<THundreds, TTens, D3>(module);
        Declare<THundreds, TTens, D4>(module);
        Declare<THundreds, TTens, D5>(module);
        Declare<THundreds, TTens, D6>(module);
        Declare<THundreds, TTens, D7>(module);
        Declare<THundreds, TTens, D8>(module);
        Declare<THundreds, TTens, D9>(module);
    }

    private static void Declare<THundreds, TTens, TOnes>(EventModuleBuilder module) =>
        module.Declare(Id<THundreds, TTens, TOnes>(), typeof(Numbered<THundreds, TTens, TOnes>));

    private static void DefineHundred<THundreds>(int tens, int ones, EventModuleBuilder module)
    {
        switch (tens)
        {
            case 0:
                DefineTen<THundreds, D0>(ones, module);
                break;
            case 1:
                DefineTen<THundreds, D1>(ones, module);
                break;
            case 2:
                DefineTen<THundreds, D2>(ones, module);
                break;
            case 3:
                DefineTen<THundreds, D3>(ones, module);
                break;
            case 4:
                DefineTen<THundreds, D4>(ones, module);
                break;
            case 5:
                DefineTen<THundreds, D5>(ones, module);
                break;
            case 6:
                DefineTen<THundreds, D6>(ones, module);
                break;
            case 7:
                DefineTen<THundreds, D7>(ones, module);
                break;
            case 8:
                DefineTen<THundreds, D8>(ones, module);
                break;
            default:
                DefineTen<THundreds, D9>(ones, module);
                break;
        }
    }

    private static void DefineTen<THundreds, TTens>(int ones, EventModuleBuilder module)
    {
        switch (ones)
        {
            case 0:
                Add<THundreds, TTens, D0>(module);
                break;
            case 1:
                Add<THundreds, TTens, D1>(module);
                break;
            case 2:
                Add<THundreds, TTens, D2>(module);
                break;
            case 3:
                Add<THundreds, TTens, D3>(module);
                break;
            case 4:
                Add<THundreds, TTens, D4>(module);
                break;
            case 5:
                Add<THundreds, TTens, D5>(module);
                break;
            case 6:
                Add<THundreds, TTens, D6>(module);
                break;
            case 7:
                Add<THundreds, TTens, D7>(module);
                break;
            case 8:
                Add<THundreds, TTens, D8>(module);
                break;
            default:
                Add<THundreds, TTens, D9>(module);
                break;
        }
    }

    private static void Add<THundreds, TTens, TOnes>(EventModuleBuilder module) =>
        module.AddEvent(new EventDefinition<Numbered<THundreds, TTens, TOnes>>
        {
            Descriptor = new EventDescriptor
            {
                Id = Id<THundreds, TTens, TOnes>(),
                PayloadType = typeof(Numbered<THundreds, TTens, TOnes>),
                Fields = [new EventField("Amount", typeof(int), Required: true)],
            },
        });

    private static string Id<THundreds, TTens, TOnes>() => $"numbered.{typeof(THundreds).Name}{typeof(TTens).Name}{typeof(TOnes).Name}";
}
