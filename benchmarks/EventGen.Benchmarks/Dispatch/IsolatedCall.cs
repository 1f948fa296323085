using System.Runtime.CompilerServices;

namespace EventGen.Benchmarks.Dispatch;

/// <summary>The least that isolates a handler: a table's virtual method, and a try around the call.</summary>
internal abstract class IsolatedCall
{
    public abstract void Run(One e);
}

/// <inheritdoc/>
internal sealed class IsolatedCount : IsolatedCall
{
    public static int Failures { get; private set; }

    public override void Run(One e)
    {
        try
        {
            OneHandler.Count(e);
        }
        catch (Exception)
        {
            Fail();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fail() => Failures++;
}
