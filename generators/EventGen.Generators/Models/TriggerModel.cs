namespace EventGen.Generators.Models;

/// <summary>One trigger of an event.</summary>
/// <param name="Entity">The entity as code names it.</param>
/// <param name="Condition">The condition's name, not escaped; <see langword="null"/> when there is none.</param>
/// <param name="On">The kinds of change, as the enum's number.</param>
/// <param name="Event">The expression that makes the event of <c>change</c>.</param>
internal sealed record TriggerModel(string Entity, string? Condition, int On, string Event)
{
    public const int Added = 1;
    public const int Modified = 2;
    public const int Deleted = 4;
    public const int Every = Added | Modified | Deleted;
}
