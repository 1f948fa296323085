using OrderDesk.Feed;

namespace OrderDesk.Orders;

/// <summary>Turns every line of the feed into an event.</summary>
/// <param name="lines">The feed.</param>
/// <param name="route">Where its orders go.</param>
internal sealed class OrderIntake(LineReader lines, IOrderRoute route)
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

            await route.FinishAsync();
        }
        catch (Exception exception) when (stop.IsCancellationRequested && exception is OperationCanceledException or EventBusStoppedException)
        {
            // An early end, not a failure: what was taken is handled. A line that still waited for room is not among those read.
        }
    }

    private async ValueTask TakeAsync(FeedLine line)
    {
        string? reason = TooLong;
        if (line.Text is { } text && OrderParser.TryParse(text, out var order, out reason))
        {
            await route.EmitAsync(order);
            return;
        }

        // Handled here and now, so rejections are reported in the order of the lines.
        Events.OrderRejected.Emit(line.Number, reason ?? TooLong);
    }
}
