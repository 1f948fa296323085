namespace EventGen.Tests.Streaming;

/// <summary>Reads streams without waiting for ever.</summary>
internal static class Reading
{
    /// <summary>What is in the buffer now.</summary>
    public static List<T> ReadAll<T>(this EventStream<T> stream)
    {
        List<T> read = [];
        while (stream.Reader.TryRead(out var item)) read.Add(item);
        return read;
    }

    /// <summary>Reads until the stream ends.</summary>
    public static Task<List<T>> ReadToEndAsync<T>(this EventStream<T> stream)
    {
        return Deadline.WithinAsync(ReadAsync(), "the stream to end");

        async Task<List<T>> ReadAsync()
        {
            List<T> read = [];
            await foreach (var item in stream) read.Add(item);
            return read;
        }
    }

    /// <summary>Reads the next event.</summary>
    public static Task<T> NextAsync<T>(this EventStream<T> stream) => Deadline.WithinAsync(stream.Reader.ReadAsync().AsTask(), "the next event");

    public static IEnumerable<ValuePayloadEvent> Values(int from, int to) => Enumerable.Range(from, to - from + 1).Select(static number => new ValuePayloadEvent(number));

    public static void EmitValues(this EventBus bus, int from, int to)
    {
        foreach (var tick in Values(from, to)) bus.Topic<ValuePayloadEvent>().Emit(tick);
    }
}
