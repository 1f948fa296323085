using System.Diagnostics;

namespace EventGen.AspNetCore.Management;

/// <summary>How much waits in the outbox, for an answer that does not need to know it: what is known without the store is most wanted while that stands still. Thread safe.</summary>
/// <param name="count">Asks the store; <see langword="null"/> where there is none to ask.</param>
internal sealed class OutboxCounts(Func<ValueTask<OutboxStatus>?> count)
{
    // Counting takes milliseconds.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    // A timer may end a little early: who asks right after has nothing left to wait for.
    private static readonly TimeSpan s_least = TimeSpan.FromMilliseconds(20);

    // Begun by one request, and waited for by all that come meanwhile.
    private Task<OutboxModel?>? _counting;
    private long _since;
    private readonly object _gate = new();

    /// <summary>How much waits; <see langword="null"/> without an outbox, and while its store does not answer.</summary>
    public async ValueTask<OutboxModel?> ReadAsync(CancellationToken cancellationToken)
    {
        Task<OutboxModel?> counting;
        TimeSpan left;
        lock (_gate)
        {
            if (_counting is not { IsCompleted: false })
            {
                _since = Stopwatch.GetTimestamp();
                _counting = Task.Run(CountAsync, CancellationToken.None);
            }

            (counting, left) = (_counting, s_patience - Stopwatch.GetElapsedTime(_since));
        }

        if (left > s_least) await Task.WhenAny(counting, Task.Delay(left, TimeProvider.System, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return counting.IsCompleted ? await counting.ConfigureAwait(false) : null;
    }

    private async Task<OutboxModel?> CountAsync()
    {
        try
        {
            return count() is { } counting ? OutboxModel.Of(await counting.ConfigureAwait(false)) : null;
        }
        catch (Exception)
        {
            // Health says that and why it does not answer.
            return null;
        }
    }
}
