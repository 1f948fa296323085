using System.Globalization;
using System.Runtime.CompilerServices;

namespace EventGen.Testing;

// Waiting for what happens.
public sealed partial class TestEventBus
{
    /// <summary>Completes when nothing is queued and nothing runs.</summary>
    /// <remarks>
    /// Counted, not timed: it completes as soon as the last handler has returned, and so does what that handler has emitted. A
    /// failed handler that waits for its next attempt is not waited for, nor are the events of its key that wait behind it: move
    /// the clock (<see cref="ManualTimeProvider"/>), and wait again.
    /// </remarks>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="InvalidOperationException">Events wait, and the bus has not been started.</exception>
    /// <exception cref="EventAssertionException">It has not become idle within <see cref="Patience"/>; the message names the handlers and publishers that run.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task WhenIdleAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            // Asked for before the look, so that nothing ends unseen in between.
            var change = _recorder.NextChange;
            if (IsIdle()) return;
            try
            {
                await change.WaitAsync(Patience, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                throw Unexpected($"The bus was to become idle, but after {Seconds(Patience)} s: {Busy()}");
            }
        }
    }

    /// <summary>Completes when the event has been emitted, also if it was before the call.</summary>
    /// <remarks>It may not have been handled yet: <see cref="WaitForHandledAsync{T}"/> waits for that.</remarks>
    /// <typeparam name="T">The event.</typeparam>
    /// <param name="matches">Which one; any when left out.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="condition">Filled in by the compiler, for the message.</param>
    /// <returns>The first that matches.</returns>
    /// <exception cref="EventAssertionException">None was within <see cref="Patience"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<T> WaitForAsync<T>(
        Func<T, bool>? matches = null, CancellationToken cancellationToken = default, [CallerArgumentExpression(nameof(matches))] string? condition = null) =>
        WaitAsync(this, static bus => bus.Emitted<T>(), matches, $"{Id<T>()} was to be emitted{Where(condition)}", cancellationToken);

    /// <summary>Completes when a handler has handled the event without failing, also if it had before the call.</summary>
    /// <typeparam name="T">The event.</typeparam>
    /// <param name="matches">Which one; any when left out.</param>
    /// <param name="handler">The handler's name; any handler's when left out.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="condition">Filled in by the compiler, for the message.</param>
    /// <returns>The first that matches.</returns>
    /// <exception cref="EventAssertionException">None was within <see cref="Patience"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<T> WaitForHandledAsync<T>(
        Func<T, bool>? matches = null,
        string? handler = null,
        CancellationToken cancellationToken = default,
        [CallerArgumentExpression(nameof(matches))] string? condition = null) =>
        WaitAsync(
            (Bus: this, Handler: handler),
            static asked => [.. asked.Bus.Handled<T>().Where(handled => asked.Handler is null || handled.Handler == asked.Handler).Select(static handled => handled.Payload)],
            matches, $"{Id<T>()} was to be handled{By(handler)}{Where(condition)}", cancellationToken);

    private async Task<T> WaitAsync<TState, T>(
        TState state, Func<TState, IReadOnlyList<T>> happened, Func<T, bool>? matches, string expected, CancellationToken cancellationToken)
    {
        // The whole wait is bounded, not the time from one activity to the next.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            // Asked for before the look, so that nothing happens unseen in between.
            var change = _recorder.NextChange;
            foreach (var payload in happened(state))
            {
                if (matches is null || matches(payload)) return payload;
            }

            try
            {
                await change.WaitAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw Unexpected($"{expected}, but after {Seconds(Patience)} s it was not: {Busy()}");
            }
        }
    }

    // For a message: what keeps the bus from being idle.
    private string Busy()
    {
        var running = _recorder.Calls;
        string calls = running.Count > 0
            ? $"running: {string.Join(", ", running.Select(call => call.Describe(Bus.FindTopic(call.EventId)!)))}"
            : _recorder.Running + Bus.GetActivity().Publishing > 0 ? "an emit is in progress" : "nothing runs";
        return $"{Count(Bus.GetActivity().Queued, "event waits", "events wait")}; {calls}";
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    private static string Count(int number, string one, string many) => $"{number} {(number == 1 ? one : many)}";

    // What runs first: what it still emits is then seen on the queue.
    private bool IsIdle()
    {
        if (_recorder.Running != 0) return false;
        var (state, activity) = (Bus.State, Bus.GetActivity());
        if (state != EventBusState.Created) return activity.IsIdle || state == EventBusState.Stopped;
        int waiting = activity.Queued;
        return waiting == 0 ? true : throw new InvalidOperationException($"{Count(waiting, "event waits", "events wait")}, and the bus has not been started: call StartAsync.");
    }
}
