using System.Net.Sockets;
using System.Security.Authentication;
using StackExchange.Redis;

namespace EventGen.Redis.Tests;

/// <summary>A failure is told in words that the documentation has, and not in those of the client's types.</summary>
public sealed class FailureTextTests
{
    [Fact]
    public void AConnectionThatEndedUnderTheClient_WasClosed()
    {
        Assert.Equal("the connection was closed", Describe(new IOException("Unable to read data from the transport connection: Connection reset by peer.")));
        Assert.Equal("the connection was closed", Describe(new SocketException((int)SocketError.ConnectionReset)));
    }

    [Theory]
    [InlineData("The remote certificate was rejected by the provided RemoteCertificateValidationCallback.")]
    [InlineData("The remote certificate was rejected by the provided RemoteCertificateValidationCallback")]
    public void ACertificateThatIsNotTrusted_IsToldInWholeSentences(string text) => Assert.Equal(
        "TLS: The remote certificate was rejected by the provided RemoteCertificateValidationCallback. Trust the authority of its certificate on this machine, and name the host as the certificate does.",
        Describe(new RedisConnectionException(ConnectionFailureType.AuthenticationFailure, CommandFlags.None, "It was not possible to connect", new AuthenticationException(text))));

    [Fact]
    public void ACallThatWasGivenUp_HadNoAnswer() => Assert.Equal("no answer within 5 s", Describe(new TaskCanceledException()));

    [Fact]
    public void AQuestionThatWasGivenUpEarlier_SaysHowEarly() => Assert.Equal("no answer within 3 s", Describe(new NoAnswerException(TimeSpan.FromSeconds(3))));

    private static string Describe(Exception failure)
    {
        Assert.True(RedisAddress.TryParse("redis://localhost", out var address, out _));
        return RedisFailure.Describe(failure, address, TimeSpan.FromSeconds(5), wasConnected: true);
    }
}
