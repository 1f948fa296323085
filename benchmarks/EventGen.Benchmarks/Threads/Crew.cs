namespace EventGen.Benchmarks.Threads;

/// <summary>Threads that run the same work at the same time, each on an event of its own.</summary>
public sealed class Crew(int threads)
{
    private readonly Shared[] _events = [.. Enumerable.Range(0, threads).Select(static _ => new Shared())];

    public void Run(Action<Shared> work)
    {
        using var start = new Barrier(threads);
        Thread[] crew = Array.ConvertAll(_events, e => new Thread(() =>
        {
            start.SignalAndWait();
            work(e);
        }));
        foreach (var thread in crew) thread.Start();
        foreach (var thread in crew) thread.Join();
    }
}
