namespace EventGen.Nats.Tests;

public sealed class ConsumerNameTests
{
    [Theory]
    [InlineData("shop", "shop")]
    [InlineData("my.shop 1", "my=2Eshop=201")]
    [InlineData("größe", "gr=C3=B6=C3=9Fe")]
    [InlineData("a=b", "a=3Db")]
    public void TheNameOfAnApplication_MakesAConsumersName(string application, string consumer) => Assert.Equal(consumer, ConsumerName.Of(application));
}
