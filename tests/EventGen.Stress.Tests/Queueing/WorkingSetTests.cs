using System.Globalization;

namespace EventGen.Stress.Tests.Queueing;

public sealed class WorkingSetTests
{
    // What the garbage collector may take and give back as it likes; one byte kept for each event would show.
    private const long Noise = 8 * 1024 * 1024;

    [Fact]
    public async Task ManyQueuedEvents_LeaveTheWorkingSetFlat()
    {
        long events = StressTime.IsThorough ? 10_000_000 : 1_000_000;

        string[] lines = await SecondProcess.StartAsync(WorkingSetOfAQueue.Job, events);
        long[] tenths = Array.ConvertAll(lines, static line => long.Parse(line, CultureInfo.InvariantCulture));

        Assert.Equal(10, tenths.Length);
        Assert.True(tenths[3..].Min() <= tenths[2] + Noise, $"after each tenth of {events} events: {string.Join(", ", tenths)} bytes");
    }
}
