using EventGen.Transports.Benchmarks.Routes;

namespace EventGen.Transports.Benchmarks;

/// <summary>Something that is done with a route, and how often. Connecting and declaring is not measured.</summary>
internal sealed record Job(string Name, int Times, Func<Route, int, Task<Cost>> RunAsync)
{
    private const int Flows = 64;

    public static Job Publish { get; } = new("publish, 64 in flight", 10_000, async static (route, times) =>
    {
        await SendAsync(route, Flows);
        return await Cost.OfAsync(times, () => SendAsync(route, times));
    });

    public static Job Consume { get; } = new("consume", 10_000, async static (route, times) =>
    {
        await SendAsync(route, times);
        var arrived = route.Expect(times / Flows * Flows);

        // From the first one on: a client of Kafka takes longer to join its group than to receive all that is there.
        var began = route.Begun;
        var listening = route.ListenAsync();
        await await Task.WhenAny(began, listening);   // throws where it cannot listen
        await began;
        var cost = await Cost.OfAsync(times, () => arrived);
        await listening;
        return cost;
    });

    public static Job Both { get; } = new("publish and receive, 64 in flight", 10_000, async static (route, times) =>
    {
        await route.ListenAsync();
        await RoundTripsAsync(route, 10);
        return await Cost.OfAsync(times, async () =>
        {
            var arrived = route.Expect(times / Flows * Flows);
            await SendAsync(route, times);
            await arrived;
        });
    });

    public static Job OneAtATime { get; } = new("publish and receive, one at a time", 300, async static (route, times) =>
    {
        await route.ListenAsync();
        await RoundTripsAsync(route, 10);
        return await Cost.OfAsync(times, () => RoundTripsAsync(route, times));
    });

    private static Task SendAsync(Route route, int times) => Task.WhenAll(Enumerable.Range(0, Flows).Select(_ => Task.Run(async () =>
    {
        for (int i = 0; i < times / Flows; i++) await route.SendAsync(new Shipped(i, "c-7", 42.5m));
    })));

    private static async Task RoundTripsAsync(Route route, int times)
    {
        for (int i = 0; i < times; i++)
        {
            var arrived = route.Expect(1);
            await route.SendAsync(new Shipped(i, "c-7", 42.5m));
            await arrived;
        }
    }
}
