using System.Diagnostics;
using EventGen.Benchmarks.Quick;
using EventGen.TestKit;

namespace EventGen.Benchmarks.Transports;

/// <summary>What an event over Redis may cost, against the client used bare for the same job on the same server.</summary>
internal static class TransportRatios
{
    public const string Switch = "--transports";

    private const double Limit = 1.3;
    private const int Flows = 64;
    private const int Many = 10_000;
    private const int Few = 300;

    public static IEnumerable<Ratio> All() =>
        from mode in Enum.GetValues<RedisMode>()
        from ratio in (Ratio[])
        [
            Compare("publish, 64 flows", mode, Many, SendAsync),
            Compare("publish and receive, 64 flows", mode, Many, SendAndReceiveAsync),
            Compare("publish and receive, one at a time", mode, Few, RoundTripsAsync),
        ]
        select ratio;

    private static Ratio Compare(string name, RedisMode mode, int operations, Func<Route, int, Task> run) => new(
        $"Transports, {mode}, {name} / StackExchange.Redis",
        Limit,
        times => MeasureAsync(new EventGenRoute(), mode, times, run),
        times => MeasureAsync(new BareRoute(), mode, times, run),
        operations);

    // A server each, so that neither finds what the other has left; connecting is not measured.
    private static async Task<double> MeasureAsync(Route route, RedisMode mode, int times, Func<Route, int, Task> run)
    {
        await using var server = await RedisServer.StartAsync();
        await using (route)
        {
            await route.ListenAsync(server, mode);
            await RoundTripsAsync(route, 10);
            long start = Stopwatch.GetTimestamp();
            await run(route, times);
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / times;
        }
    }

    private static Task SendAsync(Route route, int times) => Task.WhenAll(Enumerable.Range(0, Flows).Select(_ => Task.Run(async () =>
    {
        for (int i = 0; i < times / Flows; i++) await route.SendAsync(new Shipped(i, "c-7", 42.5m));
    })));

    private static async Task SendAndReceiveAsync(Route route, int times)
    {
        var arrived = route.Expect(times / Flows * Flows);
        await SendAsync(route, times);
        await arrived;
    }

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
