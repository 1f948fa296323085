namespace EventGen.AspNetCore.Management;

/// <summary>What is shown of a dead letter where payloads are.</summary>
internal sealed record DeadLetterContentModel(
    string? Payload, string StackTrace, string? Source, string? UserId, string? RequestId, string? TraceId, IReadOnlyDictionary<string, string>? Headers);
