namespace EventGen;

/// <summary>A handler whose latest events have all become dead letters.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Handler">The handler.</param>
/// <param name="Events">How many of its events, with none in between that it has handled.</param>
/// <param name="ExceptionType">The name of the type of the last exception: a message may hold a secret.</param>
internal sealed record FailureStreak(string EventId, string Handler, int Events, string ExceptionType);
