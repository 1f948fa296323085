using System.Diagnostics;
using Xunit;

namespace EventGen.TestKit;

/// <summary>
/// Measures for how long this process stood still: stopped, or without a thread for what was due. Whoever stands still for long is taken for dead by a server, so that what it does
/// then says nothing about the code under test.
/// </summary>
public sealed class Standstill : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly Timer _timer;

    // Under _gate.
    private long _last = Stopwatch.GetTimestamp();
    private TimeSpan _longest;

    /// <summary>Measures from now on.</summary>
    public Standstill() => _timer = new Timer(_ => Note(), null, s_interval, s_interval);

    /// <summary>The longest time so far between two looks at the clock, which follow each other at once where nothing stands still.</summary>
    public TimeSpan Longest
    {
        get
        {
            Note();
            lock (_gate) return _longest;
        }
    }

    /// <summary>Runs a test whose premise is that nothing stands still. Where it fails and something did, it tells nothing, and is run once more.</summary>
    /// <param name="limit">For how long the process may stand still without looking dead.</param>
    /// <param name="testAsync">The test, told how often it was run before: it shares nothing with the runs before.</param>
    /// <param name="patience">For how long to start it again.</param>
    public static async Task NeverAsync(TimeSpan limit, Func<int, Task> testAsync, TimeSpan patience)
    {
        long began = Stopwatch.GetTimestamp();
        for (int run = 0; ; run++)
        {
            using var standstill = new Standstill();
            try
            {
                await testAsync(run);
                return;
            }
            catch (Exception) when (standstill.Longest >= limit && Stopwatch.GetElapsedTime(began) < patience && !TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                // Once more.
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Note()
    {
        lock (_gate)
        {
            long now = Stopwatch.GetTimestamp();
            var passed = Stopwatch.GetElapsedTime(_last, now);
            if (passed > _longest) _longest = passed;
            _last = now;
        }
    }
}
