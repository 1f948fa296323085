namespace EventGen.Benchmarks.Latency;

/// <summary>A queue that nobody has used for a while.</summary>
public interface IIdle : IDisposable
{
    void Enqueue(Timed e);
}
