using System.Data.Common;

namespace EventGen.Outbox.Tests;

/// <summary>A handler's transaction in memory: its effects are applied by its commit. There is no connection.</summary>
internal sealed class MemoryTransaction(MemoryOutboxStore store, OutboxMark? mark, bool isMarked) : OutboxStoreTransaction
{
    private readonly List<string> _effects = [];

    private MemoryConnection? _connection;

    public override DbConnection Connection => _connection ??= new MemoryConnection(_effects);

    public override DbTransaction Transaction => null!;

    public override bool IsMarked => isMarked;

    public override ValueTask<bool> CommitAsync(IReadOnlyList<OutboxNewRow> rows, CancellationToken cancellationToken) => new(store.CommitWork(mark, rows, _effects));

    public override ValueTask DisposeAsync() => default;
}
