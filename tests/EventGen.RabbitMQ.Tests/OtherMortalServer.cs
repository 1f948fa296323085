namespace EventGen.RabbitMQ.Tests;

/// <summary>As <see cref="MortalServer"/>, with a server that runs beside it: tests that wait for a server to start wait at the same time.</summary>
[CollectionDefinition(Name)]
public sealed class OtherMortalServer
{
    public const string Name = "another server that is killed";
}
