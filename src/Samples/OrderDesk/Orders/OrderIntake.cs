using OrderDesk.Feed;

namespace OrderDesk.Orders;

/// <summary>Turns every line of the feed into an event.</summary>
internal sealed class OrderIntake(LineReader lines)
{
    private const string TooLong = "longer than 64 KiB";

    private long _read;

    /// <summary>How many lines have become events. Any thread may ask.</summary>
    public long Read => Volatile.Read(ref _read);

    /// <summary>Reads to the end of the feed, or until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var line in lines.ReadAsync(stop))
            {
                await TakeAsync(line);
                Volatile.Write(ref _read, _read + 1);
            }
        }
        catch (Exception exception) when (stop.IsCancellationRequested && exception is OperationCanceledException or EventBusStoppedException)
        {
            // An early end, not a failure: what was taken is handled. A line that still waited for room is not among those read.
        }
    }

    private static async ValueTask TakeAsync(FeedLine line)
    {
        string? reason = TooLong;
        if (line.Text is { } text && OrderParser.TryParse(text, out var order, out reason))
        {
            // Waits while the queue is full, so a feed of any size takes the same memory. Only the bus's own stop ends the wait.
            await Events.OrderPlaced.EmitAsync(order);
            return;
        }

        // Handled here and now, so rejections are reported in the order of the lines.
        Events.OrderRejected.Emit(line.Number, reason ?? TooLong);
    }
}
