using System.Diagnostics;
using System.Globalization;

namespace EventGen.Stress.Tests.Queueing;

/// <summary>What a process weighs while many events pass through its queue. Runs in a second process, for the tests' own would tell nothing.</summary>
internal static class WorkingSetOfAQueue
{
    public const string Job = "working-set";

    /// <summary>Queues and handles the events, and writes the working set, in bytes, after each tenth of them.</summary>
    public static async Task WriteAsync(long events, TextWriter output)
    {
        await using var bus = await StressBus.StartAsync(workers: 2, capacity: 1000);
        bus.Topic<SubscriberOnlyEvent>().Subscribe(static _ => { });
        bus.Topic<SubscriberOnlyKeyedEvent>().Subscribe(static _ => { });
        for (long tenth = 0; tenth < 10; tenth++)
        {
            for (long i = 0; i < events / 20; i++)
            {
                await bus.Topic<SubscriberOnlyEvent>().EmitAsync(new SubscriberOnlyEvent((int)i));
                await bus.Topic<SubscriberOnlyKeyedEvent>().EmitAsync(new SubscriberOnlyKeyedEvent((int)i % 100, (int)i));
            }

            using var process = Process.GetCurrentProcess();
            output.WriteLine(process.WorkingSet64.ToString(CultureInfo.InvariantCulture));
        }

        await bus.DrainAsync();
    }
}
