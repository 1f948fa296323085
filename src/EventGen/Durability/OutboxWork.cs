using System.Data.Common;

namespace EventGen;

/// <summary>The transaction in which one attempt of a handler writes. Not thread safe. Disposing it without a commit rolls it back.</summary>
public abstract class OutboxWork : IAsyncDisposable
{
    /// <summary>The connection.</summary>
    public abstract DbConnection Connection { get; }

    /// <summary>The transaction on it.</summary>
    public abstract DbTransaction Transaction { get; }

    /// <summary>True when an earlier attempt of the handler has committed: its work is done, and it must not run.</summary>
    public abstract bool IsDone { get; }

    /// <summary>Writes the events that the handler emitted, then the mark, and commits.</summary>
    public abstract ValueTask CommitAsync(IReadOnlyList<DurableEmission> emitted, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
