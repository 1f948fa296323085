using System.Data.Common;

namespace EventGen;

/// <summary>A transaction in which a handler writes. Used by one handler's attempt; not thread safe. Disposing it without a commit rolls it back.</summary>
public abstract class OutboxStoreTransaction : IAsyncDisposable
{
    /// <summary>The connection.</summary>
    public abstract DbConnection Connection { get; }

    /// <summary>The transaction on it.</summary>
    public abstract DbTransaction Transaction { get; }

    /// <summary>True when the mark is there already: the handler has done its work in an earlier attempt and must not run.</summary>
    public abstract bool IsMarked { get; }

    /// <summary>Writes rows and the mark, the mark last, and commits.</summary>
    /// <param name="rows">Durable events that the handler emitted; they belong to nobody, and whoever delivers is woken.</param>
    /// <param name="cancellationToken">Cancels the writing, which rolls everything back. A commit that has begun is not cancelled.</param>
    /// <returns>False when another attempt wrote the mark meanwhile: everything is rolled back, and the work is done.</returns>
    /// <exception cref="OutboxStoreException">The commit failed, or nobody knows: the next attempt finds the mark.</exception>
    public abstract ValueTask<bool> CommitAsync(IReadOnlyList<OutboxNewRow> rows, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
