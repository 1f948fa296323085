namespace EventGen;

/// <summary>The bus of a topic or group, which do not know what they belong to.</summary>
public static class EventBusExtensions
{
    extension(EventTopic topic)
    {
        /// <summary>The bus the topic belongs to.</summary>
        public EventBus Bus => (EventBus)topic.Owner;
    }

    extension(EventGroup group)
    {
        /// <summary>The bus the group belongs to.</summary>
        public EventBus Bus => (EventBus)group.Owner;
    }
}
