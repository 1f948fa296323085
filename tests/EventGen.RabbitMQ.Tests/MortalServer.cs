namespace EventGen.RabbitMQ.Tests;

/// <summary>The tests that kill or stop the server that they share, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class MortalServer
{
    public const string Name = "a server that is killed";
}
