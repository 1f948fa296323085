namespace EventGen.EntityFrameworkCore;

/// <inheritdoc/>
internal sealed class EmittedEvent<T>(EventTopic<T> topic, T payload) : EmittedEvent
{
    public override EventDescriptor Descriptor => topic.Descriptor;

    public override void AddTo(DurableBatch batch) => batch.Add(topic, payload);

    public override ValueTask EmitAsync(bool isSynchronous)
    {
        if (!isSynchronous) return topic.EmitAsync(payload);
        topic.Emit(payload);
        return default;
    }
}
