namespace EventGen.Benchmarks.Streams;

/// <summary>Streams of one topic, and a reader that empties each.</summary>
internal sealed class Readers : IDisposable
{
    private readonly EventStream<Streamed>[] _streams;
    private readonly Streamed _event = new(1);

    public Readers(int count) => _streams = [.. Enumerable.Range(0, count).Select(static _ => Events.Streamed.Stream())];

    /// <summary>Emits one event, which enters the buffer of each stream.</summary>
    public void Emit() => Events.Streamed.Emit(_event);

    /// <summary>Reads all that is buffered.</summary>
    public void Read()
    {
        foreach (var stream in _streams)
        {
            while (stream.Reader.TryRead(out _))
            {
            }
        }
    }

    public void Dispose()
    {
        foreach (var stream in _streams) stream.Dispose();
    }
}
