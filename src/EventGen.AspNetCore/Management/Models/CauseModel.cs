namespace EventGen.AspNetCore.Management;

/// <summary>Dead letters of one cause.</summary>
internal sealed record CauseModel(string EventId, string Target, string Kind, string? ExceptionType, long Count, DateTimeOffset LastFailure);
