namespace Depot.Night;

/// <summary>Emits, queues and stops, as a process that starts for one event. Tells whether the assembly of LINQ was loaded for it.</summary>
internal static class Assemblies
{
    public static async Task RunAsync()
    {
        Events.LampLit.Emit(1);
        await Events.LampLit.EmitAsync(2);
        await EventBus.Current.StopAsync();
        Console.WriteLine($"lit: {Lamps.Lit}");
        Console.WriteLine($"loaded: {Array.Exists(AppDomain.CurrentDomain.GetAssemblies(), static assembly => assembly.GetName().Name == "System.Linq")}");
    }
}
