namespace EventGen.Testing;

/// <summary>The text of an event in a message.</summary>
internal static class PayloadText
{
    /// <summary>What the event's <c>ToString</c> returns, without its sensitive values, or its type where that throws: the message matters more.</summary>
    public static string Of(EventTopic topic, object payload)
    {
        try
        {
            return topic.HideSensitive(payload.ToString() ?? "", payload);
        }
        catch (Exception exception)
        {
            return $"{payload.GetType()}, whose ToString throws {exception.GetType().Name}";
        }
    }
}
