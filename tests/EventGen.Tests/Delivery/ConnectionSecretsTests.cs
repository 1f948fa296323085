namespace EventGen.Tests.Delivery;

/// <summary>Any text may come with an exception. What hides its passwords stands on the way of every failure, so that it may not fail itself.</summary>
public sealed class ConnectionSecretsTests
{
    private static readonly string[] s_pieces =
    [
        "amqp://clerk:planted@mq", "nats://planted@one:4222", "Host=db;Password=planted;", "http://shop:8080", "https://[::1]:443/a@b", "mailto://joe@shop", "redis://:@cache", "file:///c:/x@y",
        "://", ":", "@", "/", "#", "[", ",", ";", "\"", " ", "\n", "pwd", "=", "é", "",
    ];

    [Fact]
    public void AnyText_IsReadToItsEnd_AndShowsNoPassword()
    {
        var random = new Random(1);
        for (int i = 0; i < 50_000; i++)
        {
            string[] pieces = [.. Enumerable.Range(0, random.Next(8)).Select(_ => s_pieces[random.Next(s_pieces.Length)])];
            string text = string.Concat(pieces);

            string hidden = ConnectionSecrets.Hide(text);

            // Behind a second "@" nobody knows which of the two ends the user.
            if (!pieces.Contains("@")) Assert.False(hidden.Contains("planted", StringComparison.Ordinal), text);
        }
    }

    [Theory]
    [InlineData("see http://[::1]:8080/a@b")]
    [InlineData("https://api:8080->https://mail.example/joe@x.example")]
    [InlineData("""{"api":"http://shop:8080","docs":"https://shop.example/x"}""")]
    public void TextWithoutAPassword_StaysAsItIs(string text) => Assert.Equal(text, ConnectionSecrets.Hide(text));

    [Fact]
    public void ListOfServers_KeepsTheirNames() => Assert.Equal(
        "none of nats://one:4222,nats://clerk:***@two:4222", ConnectionSecrets.Hide("none of nats://one:4222,nats://clerk:planted@two:4222"));
}
