namespace EventGen.ColdStart.Benchmarks.Programs;

/// <summary>One event emitted and one queued, on the bus of the process.</summary>
internal static class EventGenProgram
{
    public static async Task RunAsync()
    {
        Events.Started.Emit(new Started(1));
        await Events.Started.EmitAsync(new Started(2));
        await EventBus.Current.StopAsync();
    }
}
