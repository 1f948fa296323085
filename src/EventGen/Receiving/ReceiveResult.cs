namespace EventGen;

/// <summary>What became of a message that was received.</summary>
/// <param name="Status">Whether it was handled.</param>
/// <param name="Reason">Why not: a sentence that tells nothing of the content, fit for a log; <see langword="null"/> when it was.</param>
public readonly record struct ReceiveResult(ReceiveStatus Status, string? Reason = null)
{
    /// <summary>True when the bus is done with the message for good, so that its sender may forget it.</summary>
    public bool IsSettled => Status != ReceiveStatus.NotHandled;
}
