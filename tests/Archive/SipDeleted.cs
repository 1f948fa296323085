namespace Archive;

/// <summary>A package has been taken out again.</summary>
[Event]
public sealed record SipDeleted(string Name) : IIngestEvent;
