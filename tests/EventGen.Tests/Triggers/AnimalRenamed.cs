namespace EventGen.Tests.Triggers;

[Event]
[EventTrigger(typeof(Animal), nameof(IsRenamed))]
public sealed record AnimalRenamed(int Id, string Name)
{
    public static bool IsRenamed(EntityChange<Animal> change) => change.Entity.Name == "throws"
        ? throw new FormatException("No such name.")
        : change.IsChanged(static animal => animal.Name);
}
