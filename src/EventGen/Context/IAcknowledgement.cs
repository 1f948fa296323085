namespace EventGen;

/// <summary>Who waits until a received event has been dealt with. Thread safe.</summary>
/// <remarks>Held by the run of the event's handlers and by each failed delivery that waits for another attempt; the last release settles it.</remarks>
internal interface IAcknowledgement
{
    /// <summary>The publisher that has received the message.</summary>
    string Publisher { get; }

    /// <summary>Whether the publisher delivers the message again if it has not been dealt with.</summary>
    bool IsRedelivered { get; }

    /// <summary>Something is still to be done. Called by somebody who holds it already, or on behalf of the run.</summary>
    void Hold();

    /// <summary>That has been done, or has been given up finally.</summary>
    void Release();

    /// <summary>Releases it once the dead letter that is left has been stored; if the store does not take it, the event has not been dealt with.</summary>
    /// <param name="kept">Whether the store has taken it.</param>
    Task ReleaseWhenStoredAsync(Task<bool> kept);

    /// <summary>Something will not be done here, whatever else is.</summary>
    /// <param name="reason">Why, as a sentence.</param>
    void Abandon(string reason);
}
