using System.Security.Authentication;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace EventGen.RabbitMQ.Tests;

/// <summary>A failure is told in words that the documentation has, and not in those of the client's types.</summary>
public sealed class FailureTextTests
{
    [Theory]
    [InlineData(0, "End of stream")]
    [InlineData(541, "Unable to read data from the transport connection: Connection reset by peer.")]
    public void AConnectionThatEndedUnderTheClient_BrokeOff(ushort code, string text)
    {
        var reason = new ShutdownEventArgs(ShutdownInitiator.Library, code, text);

        Assert.Equal("the connection broke off", Describe(new OperationInterruptedException(reason)));
    }

    [Fact]
    public void AnInternalErrorOfTheServer_IsTheServersText() =>
        Assert.StartsWith("541 INTERNAL_ERROR", Describe(new OperationInterruptedException(new ShutdownEventArgs(ShutdownInitiator.Peer, 541, "INTERNAL_ERROR"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("The remote certificate was rejected by the provided RemoteCertificateValidationCallback.")]
    [InlineData("The remote certificate was rejected by the provided RemoteCertificateValidationCallback")]
    public void ACertificateThatIsNotTrusted_IsToldInWholeSentences(string text) => Assert.Equal(
        "TLS: The remote certificate was rejected by the provided RemoteCertificateValidationCallback. Trust the authority of its certificate on this machine, and name the host as the certificate does.",
        Describe(new AuthenticationException(text)));

    [Fact]
    public void ACallThatWasGivenUp_HadNoAnswer() => Assert.Equal("no answer within 5 s", Describe(new TaskCanceledException()));

    [Fact]
    public void AQuestionThatWasGivenUpEarlier_SaysHowEarly() => Assert.Equal("no answer within 3 s", Describe(new NoAnswerException(TimeSpan.FromSeconds(3))));

    private static string Describe(Exception failure)
    {
        Assert.True(RabbitMQAddress.TryParse("amqp://localhost", out var address, out _));
        return RabbitMQFailure.Describe(failure, address, TimeSpan.FromSeconds(5));
    }
}
