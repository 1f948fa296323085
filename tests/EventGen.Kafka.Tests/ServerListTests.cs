namespace EventGen.Kafka.Tests;

public sealed class ServerListTests
{
    [Theory]
    [InlineData("localhost:9092", true)]
    [InlineData("one, two:19092", true)]
    [InlineData("[::1]:9092", true)]
    [InlineData("", false)]
    [InlineData("kafka://localhost:9092", false)]
    [InlineData("user:password@localhost:9092", false)]
    [InlineData("localhost:0", false)]
    [InlineData("localhost:9092,", false)]
    public void Servers_AreHostsAndPorts(string servers, bool isValid) => Assert.Equal(isValid, ServerList.IsValid(servers));
}
