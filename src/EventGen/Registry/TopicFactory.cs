namespace EventGen;

/// <summary>Creates the topics of one event, whatever its payload.</summary>
internal abstract class TopicFactory
{
    /// <summary>The event's descriptor, without handlers: those depend on the bus.</summary>
    public abstract EventDescriptor Descriptor { get; }

    /// <summary>The type under which a container injects the topic.</summary>
    public abstract Type TopicType { get; }

    /// <summary>Creates the event's topic on a bus.</summary>
    /// <param name="services">What the topics of the bus share.</param>
    /// <param name="entry">The event in the bus's registry.</param>
    /// <param name="needs">What an emit on the bus must look after at this moment.</param>
    public abstract EventTopic Create(TopicServices services, EventRegistration entry, DispatchFlags needs);

    /// <summary>The event's topic on a bus that has it.</summary>
    public abstract EventTopic TopicOf(ITopicSource topics);
}
