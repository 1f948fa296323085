using System.Collections.Concurrent;

namespace EventGen.Tests;

/// <summary>A publisher that fails while it is down.</summary>
internal sealed class FailingPublisher(string name) : IEventPublisher
{
    private int _disposals;

    public string Name { get; } = name;

    public bool IsDown { get; set; } = true;

    /// <summary>True to throw before there is a task.</summary>
    public bool ThrowsAtOnce { get; init; }

    /// <summary>What it fails with; default: that it is down.</summary>
    public Exception? Failure { get; set; }

    public Exception? DisposalFailure { get; init; }

    public int Disposals => _disposals;

    /// <summary>What it took while it was not down.</summary>
    public ConcurrentQueue<EventMessage> Published { get; } = new();

    public ValueTask PublishAsync(EventMessage message, CancellationToken ct)
    {
        if (!IsDown)
        {
            Published.Enqueue(message);
            return default;
        }

        var failure = Failure ?? new InvalidOperationException($"{Name} is down");
        return ThrowsAtOnce ? throw failure : ValueTask.FromException(failure);
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _disposals);
        return DisposalFailure is null ? default : throw DisposalFailure;
    }
}
