using System.Net.Sockets;
using System.Security.Authentication;
using NATS.Client.Core;

namespace EventGen.Nats.Tests;

/// <summary>A failure is told in words that the documentation has, and not in those of the client's types.</summary>
public sealed class FailureTextTests
{
    [Fact]
    public void AConnectionThatEndedUnderTheClient_BrokeOff()
    {
        Assert.Equal("the connection broke off", Describe(new IOException("Unable to read data from the transport connection: Connection reset by peer.", new SocketException((int)SocketError.ConnectionReset))));
        Assert.Equal("the connection broke off", Describe(new NatsException("socket", new EndOfStreamException())));
        Assert.Equal("ConnectionRefused", Describe(new NatsException("can not connect uris", new SocketException((int)SocketError.ConnectionRefused))));
    }

    [Fact]
    public void ACallThatWasGivenUp_HadNoAnswer()
    {
        Assert.Equal("no answer within 5 s", Describe(new TaskCanceledException()));
        Assert.Equal("no answer within 5 s", Describe(new SocketException((int)SocketError.TimedOut)));
        Assert.Equal("no answer within 3 s", Describe(new NoAnswerException(TimeSpan.FromSeconds(3))));
    }

    [Fact]
    public void ACertificateThatIsNotTrusted_IsToldInWholeSentences() => Assert.Equal(
        "TLS: The remote certificate is invalid because of errors in the certificate chain: PartialChain. Trust the authority of its certificate on this machine, and name the host as the certificate does.",
        Describe(new AuthenticationException("The remote certificate is invalid because of errors in the certificate chain: PartialChain")));

    [Fact]
    public void WhatSaysNothing_IsNoNats_OnlyWhereThereHasBeenNone()
    {
        var givenUp = new NatsException("can not connect uris", new SocketException((int)SocketError.OperationAborted));
        Assert.StartsWith("what answers there has not said that it is NATS", Describe(givenUp), StringComparison.Ordinal);
        Assert.Equal("no answer within 5 s", Describe(givenUp, wasConnected: true));
    }

    private static string Describe(Exception failure, bool wasConnected = false)
    {
        Assert.True(NatsAddress.TryParse("nats://localhost", out var address, out _));
        return NatsFailure.Describe(failure, address, TimeSpan.FromSeconds(5), log: null, wasConnected);
    }
}
