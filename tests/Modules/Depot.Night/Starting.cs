using System.Runtime;

namespace Depot.Night;

/// <summary>Emits, queues and stops, as a process that starts for one event. Tells how many methods the JIT has compiled for it.</summary>
internal static class Starting
{
    public static async Task RunAsync()
    {
        Events.LampLit.Emit(new LampLit(1));
        await Events.LampLit.EmitAsync(new LampLit(2));

        // Whoever stops while a worker is at work meets more of the bus, or less, as it happens.
        while (!EventBus.Current.GetActivity().IsIdle) Thread.Sleep(1);
        await EventBus.Current.StopAsync();
        Console.WriteLine(JitInfo.GetCompiledMethodCount());
    }
}
