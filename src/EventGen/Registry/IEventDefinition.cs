using EventGen.CompilerServices;

namespace EventGen;

/// <summary>An event's definition, whatever its payload: so a registry has no class for each event.</summary>
internal interface IEventDefinition
{
    /// <inheritdoc cref="EventDefinition{T}.Descriptor"/>
    EventDescriptor Descriptor { get; }

    /// <summary>The type under which a container injects the topic.</summary>
    Type TopicType { get; }

    /// <summary>Makes the event's topic on a bus.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="entry">The event in the bus's registry.</param>
    /// <param name="needs">What an emit on the bus must look after at this moment.</param>
    EventTopic CreateTopic(EventBus bus, EventRegistration entry, DispatchFlags needs);

    /// <summary>The event's topic on a bus that has it.</summary>
    EventTopic TopicOf(ITopicSource topics);
}
