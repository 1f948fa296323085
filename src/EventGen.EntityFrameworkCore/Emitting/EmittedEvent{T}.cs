using System.Data.Common;

namespace EventGen.EntityFrameworkCore;

/// <inheritdoc/>
internal sealed class EmittedEvent<T>(EventTopic<T> topic, T payload) : EmittedEvent
{
    public override EventDescriptor Descriptor => topic.Descriptor;

    public override ValueTask WriteAsync(DbTransaction transaction, CancellationToken cancellationToken) => topic.EmitAsync(payload, transaction, cancellationToken);

    public override ValueTask EmitAsync(bool isSynchronous)
    {
        if (!isSynchronous) return topic.EmitAsync(payload);
        topic.Emit(payload);
        return default;
    }
}
