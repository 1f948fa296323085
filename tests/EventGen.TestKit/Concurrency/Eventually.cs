using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace EventGen.TestKit;

/// <summary>Waits for what offers nothing to await, by asking again and again until a deadline.</summary>
/// <remarks>The last resort: a gate, a task or a manual clock says more and fails sooner.</remarks>
public static class Eventually
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(5);

    // Longer, since each question may be a query.
    private static readonly TimeSpan s_asyncInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="condition">Asked on the caller's flow, never twice at once.</param>
    /// <param name="deadline">How long to ask; default: <see cref="Deadline.Default"/>.</param>
    /// <param name="waitedFor">What the failure names; default: the condition's source text.</param>
    public static async Task TrueAsync(
        Func<bool> condition, TimeSpan? deadline = null, [CallerArgumentExpression(nameof(condition))] string waitedFor = "")
    {
        if (!await PollAsync(() => Task.FromResult(condition()), s_interval, deadline).ConfigureAwait(false))
            Assert.Fail($"Waited {deadline ?? Deadline.Default} in vain for: {waitedFor}");
    }

    /// <summary>Waits until a condition holds that takes a task to find out, such as a query.</summary>
    /// <inheritdoc cref="TrueAsync(Func{bool}, TimeSpan?, string)"/>
    public static async Task TrueAsync(
        Func<Task<bool>> condition, TimeSpan? deadline = null, [CallerArgumentExpression(nameof(condition))] string waitedFor = "")
    {
        if (!await PollAsync(condition, s_asyncInterval, deadline).ConfigureAwait(false))
            Assert.Fail($"Waited {deadline ?? Deadline.Default} in vain for: {waitedFor}");
    }

    /// <summary>Waits until the value is the expected one.</summary>
    /// <param name="expected">The value to wait for.</param>
    /// <param name="actual">Read on the caller's flow, never twice at once.</param>
    /// <param name="deadline">How long to ask; default: <see cref="Deadline.Default"/>.</param>
    /// <param name="waitedFor">What the failure names; default: the source text of <paramref name="actual"/>.</param>
    public static async Task EqualAsync<T>(
        T expected, Func<T> actual, TimeSpan? deadline = null, [CallerArgumentExpression(nameof(actual))] string waitedFor = "")
    {
        T last = default!;
        bool Matches() => EqualityComparer<T>.Default.Equals(expected, last = actual());

        if (!await PollAsync(() => Task.FromResult(Matches()), s_interval, deadline).ConfigureAwait(false))
            Assert.Fail($"Waited {deadline ?? Deadline.Default} in vain for: {waitedFor} to be '{expected}'; it was last '{last}'");
    }

    /// <summary>Waits until a text has all of some parts.</summary>
    /// <param name="parts">What to wait for.</param>
    /// <param name="actual">Read on the caller's flow, never twice at once.</param>
    /// <param name="deadline">How long to ask; default: <see cref="Deadline.Default"/>.</param>
    /// <param name="waitedFor">What the failure names; default: the source text of <paramref name="actual"/>.</param>
    /// <returns>The text.</returns>
    public static Task<string> ContainsAsync(
        string[] parts, Func<string?> actual, TimeSpan? deadline = null, [CallerArgumentExpression(nameof(actual))] string waitedFor = "") =>
        ContainsAsync(parts, () => Task.FromResult(actual()), s_interval, deadline, waitedFor);

    /// <summary>Waits until a text has all of some parts that takes a task to find out.</summary>
    /// <inheritdoc cref="ContainsAsync(string[], Func{string?}, TimeSpan?, string)"/>
    public static Task<string> ContainsAsync(
        string[] parts, Func<Task<string?>> actual, TimeSpan? deadline = null, [CallerArgumentExpression(nameof(actual))] string waitedFor = "") =>
        ContainsAsync(parts, actual, s_asyncInterval, deadline, waitedFor);

    private static async Task<string> ContainsAsync(string[] parts, Func<Task<string?>> actual, TimeSpan interval, TimeSpan? deadline, string waitedFor)
    {
        string? last = null;
        async Task<bool> HasAllAsync() =>
            (last = await actual().ConfigureAwait(false)) is { } text && Array.TrueForAll(parts, part => text.Contains(part, StringComparison.Ordinal));

        if (!await PollAsync(HasAllAsync, interval, deadline).ConfigureAwait(false))
            Assert.Fail($"Waited {deadline ?? Deadline.Default} in vain for: {waitedFor} to contain '{string.Join("', '", parts)}'; it was last '{last}'");
        return last!;
    }

    private static async Task<bool> PollAsync(Func<Task<bool>> condition, TimeSpan interval, TimeSpan? deadline)
    {
        CancellationToken aborted = TestContext.Current.CancellationToken;
        long started = Stopwatch.GetTimestamp();
        while (!await condition().ConfigureAwait(false))
        {
            if (Stopwatch.GetElapsedTime(started) > (deadline ?? Deadline.Default)) return false;
            await Task.Delay(interval, aborted).ConfigureAwait(false);
        }

        return true;
    }
}
