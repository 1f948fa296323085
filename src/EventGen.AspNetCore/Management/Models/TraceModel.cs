namespace EventGen.AspNetCore.Management;

/// <summary>What happened under one correlation id, the oldest first.</summary>
/// <param name="CorrelationId">The correlation id.</param>
/// <param name="Events">The emissions.</param>
/// <param name="Since">Since when activities are kept: what happened before is not known.</param>
/// <param name="MayBeIncomplete">Whether something of it may be missing, as events happened too often to be told one by one, or are no longer kept.</param>
internal sealed record TraceModel(string CorrelationId, IReadOnlyList<TraceEventModel> Events, DateTimeOffset? Since, bool MayBeIncomplete);
