namespace EventGen;

/// <summary>A message from outside that cannot be handled.</summary>
public sealed class MessageRejection : EventArgs
{
    internal MessageRejection(string publisher, string reason, ReadOnlyMemory<byte> content) =>
        (Publisher, Reason, Content) = (publisher, reason, content);

    /// <summary>The publisher that received it.</summary>
    public string Publisher { get; }

    /// <summary>What is wrong with it: a sentence that tells nothing of the content.</summary>
    public string Reason { get; }

    /// <summary>The message as it came, or its payload where only that is wrong. Whatever it says was written by others: it is fit for no log as it is.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>One line, without the content.</summary>
    public override string ToString() => $"Publisher '{Publisher}' received a message of {Content.Length} bytes that cannot be handled: {Reason}";
}
