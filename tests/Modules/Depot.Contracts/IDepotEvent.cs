namespace Depot.Contracts;

/// <summary>What concerns a number; the projects that reference this one declare it.</summary>
[EventGroup]
public interface IDepotEvent
{
    int Number { get; }
}
