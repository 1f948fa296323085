using System.Threading.Channels;

namespace EventGen.ColdStart.Benchmarks.Programs;

/// <summary>One event called and one queued, by hand: a method, a bounded channel and a task that reads it.</summary>
internal static class ChannelProgram
{
    public static async Task RunAsync()
    {
        var channel = Channel.CreateBounded<Started>(1000);
        var reading = ReadAsync(channel.Reader);
        Starts.CountByHand(new Started(1));
        await channel.Writer.WriteAsync(new Started(2));
        channel.Writer.Complete();
        await reading;
    }

    private static async Task ReadAsync(ChannelReader<Started> reader)
    {
        await foreach (var started in reader.ReadAllAsync()) Starts.CountByHand(started);
    }
}
