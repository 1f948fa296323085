namespace Depot.Night;

/// <summary>Ends the program without stopping the bus.</summary>
internal static class Forgetting
{
    public static async Task RunAsync(string what)
    {
        if (what == "hanging")
        {
            var workers = new CountdownEvent(EventBus.Current.Workers);
            Events.LampLit.Subscribe(async ValueTask (LampLit _, CancellationToken token) =>
            {
                workers.Signal();
                await Task.Delay(Timeout.Infinite, token);
            });
            for (int i = 0; i < EventBus.Current.Workers + 3; i++) await Events.LampLit.EmitAsync(i);
            workers.Wait();
        }
        else
        {
            await Events.LampLit.EmitAsync(1);
            while (!EventBus.Current.GetActivity().IsIdle) await Task.Yield();
        }

        if (what == "stopped") await EventBus.Current.StopAsync();
    }
}
