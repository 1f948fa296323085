using EventGen.Benchmarks.Startup;

namespace EventGen.ColdStart.Benchmarks.Programs;

/// <summary>The same as <see cref="EventGenProgram"/>, on a bus with a thousand other events.</summary>
internal static class ThousandProgram
{
    public static async Task RunAsync()
    {
        await using var bus = EventBus.Create(static bus => bus.AddModule(EventGenColdStartBenchmarksEventModule.Instance).AddModule(ThousandEvents.Instance));
        await bus.StartAsync();
        bus.Topic<Started>().Emit(new Started(1));
        await bus.Topic<Started>().EmitAsync(new Started(2));
        await bus.StopAsync();
    }
}
