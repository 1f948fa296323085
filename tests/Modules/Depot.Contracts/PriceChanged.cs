namespace Depot.Contracts;

/// <summary>The project's own affair; a friend handles it.</summary>
[Event]
internal sealed record PriceChanged(int Cents);
