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
    private static HandlerTable<T> CreateTable(HandlerInstances instances, EventRegistration entry, DeliveryFailureHandler<T> failures) =>
        entry.Parts.Count == 1 && entry.HasAllHandlers ? TableOf(entry.Parts[0], instances, failures) : MergedTable(instances, entry, failures);

    private static HandlerTable<T> TableOf(ModuleHandlers part, HandlerInstances instances, DeliveryFailureHandler<T> failures)
    {
        var table = ((Func<HandlerInstances, HandlerTable<T>>)part.CreateTable)(instances);
        table.Attach(part.Handlers, failures);
        return table;
    }

    private static MergedHandlerTable<T> MergedTable(HandlerInstances instances, EventRegistration entry, DeliveryFailureHandler<T> failures)
    {
        var merged = new MergedHandlerTable<T>(instances, entry.Parts.ConvertAll(part => TableOf(part, instances, failures)), entry.Handlers);
        merged.Attach(Array.ConvertAll(entry.Handlers, static place => place.Handler), failures);
        return merged;
    }
}
