using System.Runtime.CompilerServices;

namespace EventGen.Management.Benchmarks;

/// <summary>Queued; its handler works for about a microsecond.</summary>
[Event("benchmark.worked")]
public sealed record Worked(int Number)
{
    private static int s_handled;

    /// <summary>How many have been handled in this process.</summary>
    public static int Handled => Volatile.Read(ref s_handled);

    [Subscribe]
    public static void Handle(Worked e)
    {
        Work(e.Number);
        Interlocked.Increment(ref s_handled);
    }

    // A chain of multiplications, each of which waits for the one before: 4 or 5 cycles each, at 3 to 4 GHz.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Work(int seed)
    {
        uint value = (uint)seed | 1;
        for (int i = 0; i < 800; i++) value = value * 2_654_435_761 + 1;
        return value;
    }
}

/// <summary>Handled where it is emitted.</summary>
[Event("benchmark.called")]
public sealed record Called(int Number)
{
    public static int Sum { get; private set; }

    [Subscribe]
    public static void Handle(Called e) => Sum += e.Number;
}
