using System.Threading.Channels;
using EventGen.Benchmarks.Groups;
using EventGen.Benchmarks.Streams;

namespace EventGen.Benchmarks.Quick;

/// <summary>What a group costs against a switch, a stream against a channel, and what becomes of it when there are many.</summary>
internal static class StreamRatios
{
    private const int Capacity = 256;

    public static IEnumerable<Ratio> All() =>
    [
        Ratio.Of("group of 8, Emit / a switch by hand and Emit", 2, Family.EmitByGroup, Family.EmitBySwitch),
        Ratio.Of("stream, Emit and TryRead / bounded channel, write and read", 1.1, EmitAndRead, WriteAndRead),

        // Linear, and ten times as many buffers are in a slower cache.
        new("Emit, each of 10,000 streams / each of 64", 2, EmitTo(10_000), EmitTo(64), Operations: 1_000_000),

        // What grows is the garbage collector's share, which has ten times as many living objects to look at. A copy for each
        // change would be ten times as much.
        new("open and dispose a stream among 10,000 / among 1,000", 4, OpenAmong(10_000), OpenAmong(1_000), Operations: 100_000),
    ];

    private static void EmitAndRead(int times)
    {
        var e = new Streamed(1);
        using var stream = Events.Streamed.Stream(new() { Capacity = Capacity });
        for (int i = 0; i < times; i++)
        {
            Events.Streamed.Emit(e);
            stream.Reader.TryRead(out _);
        }
    }

    private static void WriteAndRead(int times)
    {
        var e = new Streamed(1);
        var channel = Channel.CreateBounded<Streamed>(Capacity);
        for (int i = 0; i < times; i++)
        {
            channel.Writer.TryWrite(e);
            channel.Reader.TryRead(out _);
        }
    }

    /// <summary>An emitter and a reader on threads of their own, nothing is lost: the emitter waits when the buffer is full.</summary>
    public static async Task EmitToLoopAsync(int times)
    {
        var e = new Streamed(1);
        await using var stream = Events.Streamed.Stream(new() { Capacity = Capacity, WhenFull = StreamFullMode.Wait });
        var reading = ReadAsync(stream, times);
        await Task.Run(() =>
        {
            for (int i = 0; i < times; i++) Events.Streamed.Emit(e);
        });
        await reading;
    }

    /// <summary>The same with a channel.</summary>
    public static async Task WriteToLoopAsync(int times)
    {
        var e = new Streamed(1);
        var channel = Channel.CreateBounded<Streamed>(Capacity);
        var reading = ReadAsync(channel.Reader.ReadAllAsync(), times);
        await Task.Run(async () =>
        {
            for (int i = 0; i < times; i++) await channel.Writer.WriteAsync(e);
        });
        await reading;
    }

    private static Task ReadAsync(IAsyncEnumerable<Streamed> events, int times) => Task.Run(async () =>
    {
        int read = 0;
        await foreach (var _ in events)
        {
            if (++read == times) break;
        }
    });

    // The reading between the emits is not measured: it would hide what an emit to many costs behind what reading does.
    private static Func<int, Task<double>> EmitTo(int streams) => times =>
    {
        using var readers = new Readers(streams);
        double total = 0;
        for (int i = 0; i < times; i += streams)
        {
            total += Ratio.Time(_ => readers.Emit())(1).Result;
            readers.Read();
        }

        return Task.FromResult(total / times);
    };

    private static Func<int, Task<double>> OpenAmong(int others) => async times =>
    {
        using var readers = new Readers(others);
        GC.Collect();   // the others have long been open
        return await Ratio.Time(static times =>
        {
            for (int i = 0; i < times; i++) Events.Streamed.Stream().Dispose();
        })(times);
    };
}
