namespace EventGen.Tests.Triggers;

public class Animal
{
    public int Id { get; set; }

    public string Name { get; set; } = "";
}
