namespace EventGen.Tests.Triggers;

/// <summary>Both triggers match a dog; it is emitted once.</summary>
[Event]
[EventTrigger(typeof(Animal), On = EntityChangeKind.Modified)]
[EventTrigger(typeof(Dog))]
public sealed record DogChanged(string What)
{
    public static DogChanged From(EntityChange<Dog> change) =>
        change.Entity.Id < 0 ? throw new FormatException("No such id.") : new($"{change.Kind} dog, tricks changed: {change.IsChanged(static dog => dog.Tricks)}");

    public static DogChanged From(EntityChange<Animal> change) => new($"{change.Kind} animal");
}
