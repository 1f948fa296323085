namespace EventGen;

/// <summary>An earlier attempt of the handler has committed its work already. Thrown to end the handler, which counts as done; do not catch it.</summary>
public sealed class OutboxWorkDoneException : Exception
{
    internal OutboxWorkDoneException(string target)
        : base($"Handler '{target}' has committed its work on this event in an earlier attempt; this one ends without doing it again.")
    {
    }
}
