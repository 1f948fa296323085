using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Depot.Night;

/// <summary>Emits and queues while nobody can listen, then listens. Tells whether the assembly of spans had been loaded, and what was heard.</summary>
internal static class Listening
{
    public static async Task RunAsync()
    {
        Events.LampLit.Emit(1);
        await Events.LampLit.EmitAsync(2);
        while (Lamps.Lit < 2) await Task.Yield();
        Console.WriteLine($"loaded: {AppDomain.CurrentDomain.GetAssemblies().Any(static assembly => assembly.GetName().Name == "System.Diagnostics.DiagnosticSource")}");
        await EmitToListenerAsync();
    }

    // Apart: the assembly is loaded before a method runs that has something of it on its stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task EmitToListenerAsync()
    {
        List<string> spans = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == EventGenTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                lock (spans) spans.Add(span.OperationName);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await Events.LampLit.EmitAsync(new LampLit(3));
        await EventBus.Current.StopAsync();
        Console.WriteLine($"heard: {string.Join(", ", spans.Order())}");
    }
}
