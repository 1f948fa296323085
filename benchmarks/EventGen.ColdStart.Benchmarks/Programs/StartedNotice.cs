using Mediator;

namespace EventGen.ColdStart.Benchmarks.Programs;

/// <summary>The one event, as Mediator wants it.</summary>
public sealed record StartedNotice(int Number) : INotification;
