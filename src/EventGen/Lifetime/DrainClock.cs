using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>Blocks the thread of a stop on a bus's clock and in real time: that clock is the application's, and may stand still or fail. Thread safe.</summary>
internal sealed class DrainClock(TimeProvider time, ILogger logger)
{
    /// <summary>Waits for something to end, or for the limit or the cancellation. Throws nothing: the report of the drain says what is left.</summary>
    public void WaitOrGiveUp(Task awaited, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (awaited.IsCompletedSuccessfully) return;
        if (time == TimeProvider.System) WaitInRealTime(awaited, limit, cancellationToken);
        else WaitOnClock(awaited, limit, cancellationToken);
    }

    private void WaitOnClock(Task awaited, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limit != Timeout.InfiniteTimeSpan) giveUp.CancelAfter(limit);
        Task waiting;
        try
        {
            waiting = awaited.WaitAsync(limit, time, giveUp.Token);
        }
        catch (Exception exception)
        {
            // The bus's clock has no timer for it.
            logger.DrainClockFailed(exception);
            WaitInRealTime(awaited, limit, cancellationToken);
            return;
        }

        Task.WaitAny([waiting], CancellationToken.None);
        _ = waiting.Exception;   // given up
    }

    private static void WaitInRealTime(Task awaited, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            Task.WaitAny([awaited], (int)limit.TotalMilliseconds, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Given up.
        }
    }
}
