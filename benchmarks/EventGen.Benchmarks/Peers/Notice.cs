namespace EventGen.Benchmarks.Peers;

/// <summary>An event as the mediators want it: theirs by interface. Handled by one class.</summary>
public sealed record Notice(int Amount) : MediatR.INotification, Mediator.INotification;

/// <summary>The same, handled by eight classes.</summary>
public sealed record EightNotice(int Amount) : MediatR.INotification, Mediator.INotification;
