namespace EventGen.Tests.Lifetime;

/// <summary>A store that keeps no dead letter; its calls wait for the tasks that the test gives.</summary>
internal sealed class HangingStore : IDeadLetterStore, IAsyncDisposable
{
    public Func<Task> OnAdd { get; init; } = static () => Task.CompletedTask;

    public Func<Task> OnDispose { get; init; } = static () => Task.CompletedTask;

    public long Count => 0;

    public async ValueTask AddAsync(DeadLetter deadLetter, CancellationToken cancellationToken) => await OnAdd();

    public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken) => new([]);

    public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken) => default;

    public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) => default;

    public async ValueTask DisposeAsync() => await OnDispose();
}
