namespace EventGen.AspNetCore.Management;

/// <summary>One emission in a trace.</summary>
/// <param name="Id">Its id.</param>
/// <param name="EventId">Its event.</param>
/// <param name="Timestamp">When it was emitted.</param>
/// <param name="CausationId">The emission whose handler emitted it.</param>
/// <param name="Source">The application that emitted it.</param>
/// <param name="State">waiting, scheduled or leased while it is in the outbox, then delivered, dead-letter, or failed where an attempt was the last and its dead letter is gone; unknown while a store does not answer. Of an event that is not durable, memory or dead-letter.</param>
/// <param name="DeadLetters">Those of its dead letters that are kept.</param>
/// <param name="Payload">Its payload, where payloads are shown.</param>
/// <param name="Activities">What happened to it in this process.</param>
internal sealed record TraceEventModel(
    Guid Id, string EventId, DateTimeOffset Timestamp, string? CausationId, string? Source, string State, IReadOnlyList<TraceDeadLetterModel> DeadLetters, string? Payload,
    IReadOnlyList<ActivityModel> Activities);
