namespace Depot.Contracts;

/// <summary>Goods have been moved; a project that references this one derives from it.</summary>
[Event]
public record GoodsMoved(int Number) : IDepotEvent;
