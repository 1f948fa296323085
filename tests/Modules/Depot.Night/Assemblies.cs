namespace Depot.Night;

/// <summary>Emits, queues and stops, as a process that starts for one event. Tells whether the assembly of LINQ was loaded for it.</summary>
internal static class Assemblies
{
    public static async Task RunAsync(string made)
    {
        await using var bus = made == "ambient" ? EventBus.Current : EventBus.Create(static bus => bus.AddModule(DepotNightEventModule.Instance));
        if (made == "started") await bus.StartAsync();
        bus.Topic<LampLit>().Emit(new LampLit(1));
        await bus.Topic<LampLit>().EmitAsync(new LampLit(2));
        await bus.StopAsync();
        Console.WriteLine($"lit: {Lamps.Lit}");
        Console.WriteLine($"loaded: {Array.Exists(AppDomain.CurrentDomain.GetAssemblies(), static assembly => assembly.GetName().Name == "System.Linq")}");
    }
}
