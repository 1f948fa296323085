namespace EventGen.Tests.Queueing;

/// <summary>An event whose key can be changed, as no event's should.</summary>
[Event("rekeyed")]
[PublishTo("first")]
[Retry(2, Delay = "00:00:01", Jitter = false)]
public sealed class Rekeyed
{
    [EventKey]
    public string? Key { get; set; }

    public int Number { get; init; }
}
