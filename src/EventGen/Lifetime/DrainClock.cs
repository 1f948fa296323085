using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>Waits on a bus's clock and in real time: that clock is the application's, and may stand still or fail. Thread safe.</summary>
internal sealed class DrainClock(TimeProvider time, ILogger logger)
{
    /// <summary>Waits for something to end, or for the limit or the cancellation. Throws nothing: the report of the drain says what is left.</summary>
    public Task WaitOrGiveUpAsync(Task awaited, TimeSpan limit, CancellationToken cancellationToken) =>
        awaited.IsCompletedSuccessfully ? awaited : WaitAsync(awaited, limit, cancellationToken);

    [AsyncMethodBuilder(typeof(ColdMethodBuilder))]
    private async Task WaitAsync(Task awaited, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (time != TimeProvider.System && limit != Timeout.InfiniteTimeSpan) giveUp.CancelAfter(limit);
            await awaited.WaitAsync(limit, time, giveUp.Token).ColdAwait();
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // Given up.
        }
        catch (Exception exception)
        {
            // The bus's clock has no timer for it.
            logger.DrainClockFailed(exception);
            await WaitInRealTimeAsync(awaited, limit, cancellationToken).ColdAwait();
        }
    }

    private static async Task WaitInRealTimeAsync(Task awaited, TimeSpan limit, CancellationToken cancellationToken) =>
        await awaited.WaitAsync(limit, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
