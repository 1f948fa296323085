namespace EventGen;

/// <summary>
/// The bus refuses to replay a dead letter: it has no such event, handler or publisher any more, the payload cannot be read back, or the message was
/// not kept. The dead letter is kept. Nothing was run.
/// </summary>
/// <remarks>The message is the bus's own: it names what is missing and what to do, and holds no text of a store, a handler or a payload.</remarks>
public sealed class DeadLetterReplayException : InvalidOperationException
{
    internal DeadLetterReplayException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
