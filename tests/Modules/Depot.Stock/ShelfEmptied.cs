namespace Depot.Stock;

/// <summary>Has the part overloads of an internal event seen by three friends.</summary>
[Event]
internal sealed record ShelfEmptied(int Shelf);
