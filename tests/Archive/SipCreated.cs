namespace Archive;

/// <summary>A package has come in.</summary>
[Event]
public sealed record SipCreated(string Name) : IIngestEvent;
