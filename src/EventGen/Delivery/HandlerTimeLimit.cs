using Microsoft.Extensions.Logging;

namespace EventGen;

/// <summary>Bounds attempts of handlers in time.</summary>
/// <param name="time">Times the attempts.</param>
/// <param name="stuck">Lists the handlers that run on.</param>
/// <param name="logger">Told what a handler registered with its token throws.</param>
internal sealed class HandlerTimeLimit(TimeProvider time, StuckHandlers stuck, ILogger logger)
{
    /// <summary>Runs a handler apart from the caller, who leaves it when its time is over.</summary>
    /// <exception cref="TimeoutException">The time is over. A handler that goes on is listed as stuck until it ends.</exception>
    public async ValueTask RunAsync(
        string eventId, string handler, TimeSpan limit, Func<CancellationToken, ValueTask> call, CancellationToken cancellationToken)
    {
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bool isLeft = false;

        // Apart from this thread: it may block before its first await.
        var running = Task.Run(() => call(cancellation.Token).AsTask(), CancellationToken.None);
        try
        {
            await running.WaitAsync(limit, time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            isLeft = true;
            var failure = TimedOut(handler, limit);
            stuck.Add(eventId, handler, running, failure);
            Cancel(cancellation, running);
            throw failure;
        }
        finally
        {
            if (!isLeft) cancellation.Dispose();
        }
    }

    /// <summary>Waits, as long as an attempt may take, until no earlier attempt of a handler with an emission runs on: its code need not expect itself beside it.</summary>
    /// <exception cref="TimeoutException">One still runs.</exception>
    public async ValueTask UntilAloneAsync(Guid emission, string handler, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (stuck.Find(emission, handler) is not { } earlier) return;
        await earlier.WaitAsync(limit, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (earlier.IsCompleted) return;
        cancellationToken.ThrowIfCancellationRequested();
        throw new TimeoutException($"Handler '{handler}' was not called again: an earlier attempt still runs, though its time of {limit} was over and its token is cancelled.");
    }

    /// <summary>Says which emission an attempt was of that has failed, for its later ones.</summary>
    public void NoteFailure(Exception failure, Guid emission) => stuck.Note(failure, emission);

    /// <summary>Runs a synchronous handler on the caller's thread, which cannot leave it: it is listed as stuck from the end of its time until it returns.</summary>
    /// <exception cref="TimeoutException">It returned after its time was over.</exception>
    public void Run(string eventId, string handler, TimeSpan limit, Action<CancellationToken> call, CancellationToken cancellationToken)
    {
        using var timed = new CancellationTokenSource(limit, time);
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = new TaskCompletionSource();
        bool isCancelled = false;

        // Not linked: what the handler registers with its token would throw on the timer's thread, and end the process.
        var registration = timed.Token.Register(() =>
        {
            isCancelled = true;
            stuck.Add(eventId, handler, ended.Task, TimedOut(handler, limit));   // nothing is attempted before it returns
            Cancel(cancellation, ended.Task);
        });
        try
        {
            call(cancellation.Token);
        }
        catch (OperationCanceledException) when (timed.IsCancellationRequested)
        {
            // Told below.
        }
        finally
        {
            ended.SetResult();
            registration.Dispose();   // it has run to its end, or never will
            if (!isCancelled) cancellation.Dispose();   // else it is disposed where it was cancelled
        }

        if (timed.IsCancellationRequested) throw TimedOut(handler, limit);
    }

    private static TimeoutException TimedOut(string handler, TimeSpan limit) => new($"Handler '{handler}' took longer than its limit of {limit}.");

    // Not awaited: what the handler has registered with its token may hang as the handler does.
    private async void Cancel(CancellationTokenSource cancellation, Task running)
    {
        try
        {
            await cancellation.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.CancellationCallbackFailed(exception);
        }

        // Its outcome has been decided; what it throws now is observed and left.
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.Dispose();
    }
}
