using EventGen;

namespace Started;

/// <summary>A bell rang.</summary>
/// <param name="Number">How often it has.</param>
[Event]
public sealed record BellRang(int Number);

internal static class Porter
{
    private static int s_heard;

    internal static int Heard => s_heard;

    [Subscribe]
    internal static void Hear(BellRang bell) => Interlocked.Increment(ref s_heard);
}
