namespace EventGen.Tests.Delivery;

/// <summary>A published event that cannot be written as JSON.</summary>
[Event]
[PublishTo("first")]
public sealed record UnserializableEvent
{
    public string Broken => throw new InvalidOperationException("cannot be read");
}
