namespace EventGen.Redis.Tests;

public sealed class AddressTests
{
    [Theory]
    [InlineData("redis://localhost", "localhost:6379", 0, null, null, false)]
    [InlineData("localhost", "localhost:6379", 0, null, null, false)]
    [InlineData("localhost:7000", "localhost:7000", 0, null, null, false)]
    [InlineData("redis://:s%23cret@example.org:7000/3", "example.org:7000", 3, null, "s#cret", false)]
    [InlineData("redis://default:secret@example.org", "example.org:6379", 0, "default", "secret", false)]
    [InlineData("redis://sh%2Fop:secret@example.org", "example.org:6379", 0, "sh/op", "secret", false)]
    [InlineData("rediss://:secret@example.org/", "example.org:6379", 0, null, "secret", true)]
    [InlineData("redis://[::1]:7000", "[::1]:7000", 0, null, null, false)]
    public void Address_InEachForm_IsRead(string text, string shown, int database, string? user, string? password, bool tls)
    {
        Assert.True(RedisAddress.TryParse(text, out var address, out string? reason), reason);

        var configuration = address.ToConfiguration(TimeSpan.FromSeconds(1));
        Assert.Equal(shown, address.ToString());
        Assert.Equal((database, user, password, tls), (configuration.DefaultDatabase, configuration.User, configuration.Password, configuration.Ssl));
        Assert.False(configuration.AbortOnConnectFail);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("http://:secret@localhost")]
    [InlineData("redis://:secret@")]
    [InlineData("redis://:secret@localhost/first")]
    [InlineData("redis://:secret@localhost/-1")]
    [InlineData("redis://:secret@localhost?db=1")]
    [InlineData("redis://secret@localhost")]
    [InlineData("localhost:6379,password=secret")]
    public void Address_ThatCannotBeRead_IsAFaultThatDoesNotShowIt(string? text)
    {
        Assert.False(RedisAddress.TryParse(text, out _, out string? reason));

        Assert.DoesNotContain("secret", reason);
        Assert.EndsWith(".", reason);
    }
}
