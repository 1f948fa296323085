namespace EventGen.Tests.Queueing;

/// <summary>The same, with nothing for the queue.</summary>
[Event]
[Retry(2, Delay = "00:00:01", Jitter = false)]
public sealed class RekeyedAtOnce
{
    [EventKey]
    public string? Key { get; set; }
}
