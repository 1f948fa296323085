using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace EventGen.EntityFrameworkCore;

/// <summary>The last batch of a save: its events.</summary>
internal sealed class EventBatch(ContextSaver saver) : ModificationCommandBatch
{
    public override IReadOnlyList<IReadOnlyModificationCommand> ModificationCommands => [];

    public override bool RequiresTransaction => true;

    public override bool AreMoreBatchesExpected => false;

    public override bool TryAddCommand(IReadOnlyModificationCommand modificationCommand) => false;

    public override void Complete(bool moreBatchesExpected)
    {
    }

    public override void Execute(IRelationalConnection connection)
    {
        saver.Map();
        saver.WriteAsync(AmbientTransaction.Of(connection), CancellationToken.None).Wait();
    }

    public override async Task ExecuteAsync(IRelationalConnection connection, CancellationToken cancellationToken = default)
    {
        saver.Map();
        await saver.WriteAsync(AmbientTransaction.Of(connection), cancellationToken).ConfigureAwait(false);
    }
}
