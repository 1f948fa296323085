using EventGen.CompilerServices;

namespace EventGen;

/// <inheritdoc/>
internal sealed class TopicFactory<T>(EventDefinition<T> definition) : TopicFactory
{
    public override EventDescriptor Descriptor => definition.Descriptor;

    public override Type TopicType => typeof(EventTopic<T>);

    public override EventTopic Create(TopicServices services, EventRegistration entry, DispatchFlags needs)
    {
        var failures = new DeliveryFailureHandler<T>(services.Delivery, definition, entry.Descriptor);
        return new EventTopic<T>(services, definition, CreateTable(services.Instances, entry, failures), failures, needs);
    }

    public override EventTopic TopicOf(ITopicSource topics) => topics.Topic<T>();

    // One module's handlers, the usual case, are called straight; several modules' are put in one order.
    private static HandlerTable<T> CreateTable(HandlerInstances instances, EventRegistration entry, DeliveryFailureHandler<T> failures)
    {
        var parts = entry.Parts.ConvertAll(part =>
        {
            var table = ((Func<HandlerInstances, HandlerTable<T>>)part.CreateTable)(instances);
            table.Attach(part.Handlers, failures);
            return table;
        });

        if (parts.Count == 1 && entry.HasAllHandlers) return parts[0];

        var merged = new MergedHandlerTable<T>(instances, parts, entry.Handlers);
        merged.Attach(Array.ConvertAll(entry.Handlers, static place => place.Handler), failures);
        return merged;
    }
}
