namespace EventGen.EventContracts;

/// <summary>An event in an AsyncAPI document.</summary>
/// <param name="Event">The event.</param>
/// <param name="IsSent">Whether the application sends it.</param>
/// <param name="IsReceived">Whether the application receives it.</param>
internal sealed record AsyncApiEvent(EventManifest Event, bool IsSent, bool IsReceived);
