namespace EventGen.Tests.Triggers;

public sealed class Dog : Animal
{
    public string[] Tricks { get; set; } = [];
}
