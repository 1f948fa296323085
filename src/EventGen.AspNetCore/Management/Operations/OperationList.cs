using Microsoft.Extensions.Logging;

namespace EventGen.AspNetCore.Management;

/// <summary>The operations of an application that run, and the newest of those that have ended. Thread safe.</summary>
internal sealed class OperationList(EventBus bus, ILogger logger)
{
    /// <summary>The kind of those that need a worker for each dead letter.</summary>
    public const string Replays = "replay";

    private const int MaxRunning = 4;
    private const int MaxKept = 100;

    // Under itself, the oldest first.
    private readonly List<Operation> _operations = [];

    public Operation? Find(Guid id)
    {
        lock (_operations) return _operations.Find(operation => operation.Id == id);
    }

    /// <summary>Replays the dead letters that a filter lets through.</summary>
    public Operation Replay(DeadLetterFilter filter) => Start(Replays, filter, bus.DeadLetters.ReplayAsync);

    /// <summary>Removes the dead letters that a filter lets through.</summary>
    public Operation Discard(DeadLetterFilter filter) => Start("discard", filter, (id, cancellationToken) => bus.DeadLetters.DiscardAsync(id, cancellationToken).AsTask());

    private Operation Start(string kind, DeadLetterFilter filter, Func<Guid, CancellationToken, Task<bool>> act)
    {
        var operation = new Operation(kind, bus.TimeProvider.GetUtcNow());
        lock (_operations)
        {
            if (_operations.Count(static running => !running.HasEnded) >= MaxRunning)
                throw ProblemException.Conflict($"{MaxRunning} operations are running. Wait until one has ended, or cancel one.");
            _operations.Add(operation);
            if (_operations.Count > MaxKept && _operations.Find(static ended => ended.HasEnded) is { } oldest) _operations.Remove(oldest);
        }

        _ = Task.Run(() => RunAsync(operation, filter, act));
        return operation;
    }

    private async Task RunAsync(Operation operation, DeadLetterFilter filter, Func<Guid, CancellationToken, Task<bool>> act)
    {
        try
        {
            var ids = await SelectAsync(filter, operation.Cancellation).WaitAsync(operation.Cancellation).ConfigureAwait(false);
            operation.Total = ids.Count;
            foreach (var id in ids)
            {
                operation.Cancellation.ThrowIfCancellationRequested();
                await WaitForAsync(operation, AttemptAsync(operation, id, act)).ConfigureAwait(false);
            }

            End("succeeded");
        }
        catch (OperationCanceledException) when (operation.Cancellation.IsCancellationRequested)
        {
            End("cancelled");
        }
        catch (EventBusStoppedException)
        {
            End("failed", "The bus has stopped; what had not been done is kept.");
        }
        catch (Exception exception)
        {
            logger.OperationFailed(exception, operation.Id);
            End("failed", $"{exception.GetType().Name}; the log says more.");
        }

        void End(string state, string? problem = null) => operation.EndAs(state, bus.TimeProvider.GetUtcNow(), problem);
    }

    // A cancelled operation does not wait for the one under way, whose handler may hang, so that its place is free for another.
    private async Task WaitForAsync(Operation operation, Task attempt)
    {
        try
        {
            await attempt.WaitAsync(operation.Cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (operation.Cancellation.IsCancellationRequested)
        {
            _ = TellAsync(operation, attempt);
            throw;
        }
    }

    // What it throws once nobody waits for it is told here.
    private async Task TellAsync(Operation operation, Task attempt)
    {
        try
        {
            await attempt.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            operation.Count(succeeded: false);
            logger.OperationFailed(exception, operation.Id);
        }
    }

    // Begun, it is not cancelled: its handler runs to the end, and the outcome is counted.
    private async Task AttemptAsync(Operation operation, Guid id, Func<Guid, CancellationToken, Task<bool>> act)
    {
        operation.Begin(id);
        try
        {
            operation.Count(await TryAsync(id, act).ConfigureAwait(false));
        }
        finally
        {
            operation.Leave();
        }
    }

    private async Task<bool> TryAsync(Guid id, Func<Guid, CancellationToken, Task<bool>> act)
    {
        try
        {
            return await act(id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (KeyNotFoundException)
        {
            return false;   // by somebody else meanwhile
        }
        catch (DeadLetterReplayException exception)
        {
            logger.ReplayImpossible(exception, id);
            return false;
        }
    }

    // All of them first: what fails again stays, and would be met once more.
    private async Task<List<Guid>> SelectAsync(DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        List<Guid> ids = [];
        await foreach (var id in bus.DeadLetters.ListIdsAsync(filter, cancellationToken).ConfigureAwait(false)) ids.Add(id);
        return ids;
    }
}
