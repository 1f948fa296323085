namespace EventGen;

/// <summary>Marks the thread with bus and context, so that handlers which run here find them.</summary>
internal sealed class MarkedStage<T>(object bus, DispatchStage<T> next) : DelegatingStage<T>(next)
{
    public override void Emit(T payload, EventContext? context, SubscriberTable<T> subscribers)
    {
        var outer = Ambient.Mark(bus, context);
        try
        {
            Next.Emit(payload, context, subscribers);
        }
        finally
        {
            Ambient.Restore(outer);
        }
    }
}
