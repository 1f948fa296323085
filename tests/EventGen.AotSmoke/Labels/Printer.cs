using System.Collections.Concurrent;

namespace EventGen.AotSmoke.Labels;

/// <summary>A handler class that needs nothing: one instance serves the bus.</summary>
internal sealed class Printer
{
    private static readonly ConcurrentQueue<string> s_fed = new();
    private int _printed;

    /// <summary>Writes what asynchronous handlers did, which have no place among the lines of the others.</summary>
    public static void Report()
    {
        while (s_fed.TryDequeue(out string? line)) Console.WriteLine(line);
    }

    [Subscribe]
    internal void Count(LabelPrinted label) => Console.WriteLine($"label {label.Number} is label {++_printed} of the printer");

    [Subscribe(Order = 1)]
    internal async ValueTask FeedAsync(LabelPrinted label, EventContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        s_fed.Enqueue($"label {label.Number} of {context.EventId} is fed, for {context.Metadata.UserId ?? "nobody"}");
    }
}
