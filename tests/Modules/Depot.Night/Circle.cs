namespace Depot.Night;

/// <summary>Begins a circle of emits twice, and tells how far each went.</summary>
internal static class Circle
{
    public static async Task RunAsync(string how)
    {
        var bus = EventBus.Current;
        var failures = new List<string>();
        bus.DeliveryFailed += (_, failure) => failures.Add(failure.Exception.GetType().Name);
        for (int i = 0; i < 2; i++)
        {
            if (how == "emit") Events.RoundBegun.Emit(0);
            else if (how == "invoke") await Events.RoundBegun.InvokeAsync(0);
            else await QueueAsync(bus);
            Console.WriteLine($"{Guard.Steps} steps, {failures.Count} failed: {string.Join(", ", failures.Distinct())}");
        }
    }

    private static async Task QueueAsync(EventBus bus)
    {
        var failed = new TaskCompletionSource();
        bus.DeliveryFailed += (_, _) => failed.TrySetResult();
        await Events.RoundBegun.EmitAsync(0);
        await failed.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }
}
