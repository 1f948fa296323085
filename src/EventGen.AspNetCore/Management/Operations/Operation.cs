using System.Diagnostics;

namespace EventGen.AspNetCore.Management;

/// <summary>A replay or discard of many dead letters that runs in the background. Thread safe.</summary>
internal sealed class Operation(string kind, DateTimeOffset started)
{
    // Never disposed: it has no timer, and whoever holds the operation may cancel it after its end.
    private readonly CancellationTokenSource _cancellation = new();

    // Written once, by the operation itself; null before.
    private volatile object? _total;

    // Interlocked only.
    private int _succeeded;
    private int _failed;

    // The one that is being replayed or discarded.
    private volatile UnderWay? _underWay;

    // Written once, by the operation itself.
    private volatile End? _end;

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>How many dead letters it has to do; <see langword="null"/> until they are selected.</summary>
    public int? Total
    {
        get => (int?)_total;
        set => _total = value;
    }

    public bool HasEnded => _end is not null;

    public CancellationToken Cancellation => _cancellation.Token;

    public void Begin(Guid deadLetter) => _underWay = new UnderWay(deadLetter, Stopwatch.GetTimestamp());

    public void Leave() => _underWay = null;

    public void Count(bool succeeded) => Interlocked.Increment(ref succeeded ? ref _succeeded : ref _failed);

    public void Cancel() => _cancellation.Cancel();

    public void EndAs(string state, DateTimeOffset at, string? problem = null) => _end = new End(state, at, problem);

    /// <param name="bus">Knows what it waits for.</param>
    public OperationModel ToModel(EventBus bus)
    {
        int succeeded = Volatile.Read(ref _succeeded), failed = Volatile.Read(ref _failed);
        var (end, underWay) = (_end, _underWay);
        string state = end?.State ?? (_cancellation.IsCancellationRequested ? "cancelling" : "running");
        string? waitsFor = kind == OperationList.Replays && end is null && underWay is not null && Stopwatch.GetElapsedTime(underWay.Since) >= WaitingFor.Patience ? WaitingFor.Describe(bus) : null;
        return new OperationModel(Id, kind, state, Total, succeeded + failed, succeeded, failed, started, end?.At, end is null ? null : underWay?.DeadLetter, waitsFor, end?.Problem);
    }

    private sealed record UnderWay(Guid DeadLetter, long Since);

    private sealed record End(string State, DateTimeOffset At, string? Problem);
}
