namespace EventGen.Testing;

/// <summary>The text of an event in a message.</summary>
internal static class PayloadText
{
    /// <summary>What the event's <c>ToString</c> returns, or its type where that throws: the message matters more.</summary>
    public static string Of(object payload)
    {
        try
        {
            return payload.ToString() ?? "";
        }
        catch (Exception exception)
        {
            return $"{payload.GetType()}, whose ToString throws {exception.GetType().Name}";
        }
    }
}
