namespace EventGen.AotSmoke.Parcels;

/// <summary>A service: one for a scope.</summary>
internal sealed class Route : IDisposable
{
    private static int s_closed;

    public static int Closed => Volatile.Read(ref s_closed);

    public void Dispose() => Interlocked.Increment(ref s_closed);
}
