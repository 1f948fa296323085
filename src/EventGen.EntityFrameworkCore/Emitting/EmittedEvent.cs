using System.Data.Common;

namespace EventGen.EntityFrameworkCore;

/// <summary>An event that was emitted on a context.</summary>
internal abstract class EmittedEvent
{
    public abstract EventDescriptor Descriptor { get; }

    /// <summary>Whether a trigger made it: another save of the same change makes it again.</summary>
    public bool IsTriggered { get; init; }

    /// <summary>Writes a durable event in a transaction.</summary>
    public abstract ValueTask WriteAsync(DbTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Emits any other, after the commit.</summary>
    public abstract ValueTask EmitAsync(bool isSynchronous);
}
