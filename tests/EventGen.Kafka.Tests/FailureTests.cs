using Confluent.Kafka;

namespace EventGen.Kafka.Tests;

/// <summary>What is told of failures, without what only the client should know.</summary>
public sealed class FailureTests
{
    private const string Secret = "hunter2-9c1f";

    private static readonly KafkaOptions s_options = new() { BootstrapServers = "localhost:9092", Topic = "shop", Username = "shop", Password = Secret, Timeout = TimeSpan.FromSeconds(3) };

    [Theory]
    [InlineData(ErrorCode.Local_Authentication, "it refuses the user or password")]
    [InlineData(ErrorCode.Local_Ssl, ". Trust the authority of the certificates")]
    [InlineData(ErrorCode.Local_MsgTimedOut, "no answer within 3 s")]
    [InlineData(ErrorCode.UnknownTopicOrPart, "the topic does not exist")]
    [InlineData(ErrorCode.GroupAuthorizationFailed, "no right to the group")]
    [InlineData(ErrorCode.NotEnoughReplicas, "min.insync.replicas")]
    [InlineData(ErrorCode.InvalidRequest, "InvalidRequest: ")]
    public void AFailure_SaysWhatToDo_AndNoSecret(ErrorCode code, string text)
    {
        string told = new KafkaFailure(s_options).Describe(new KafkaException(new Error(code, $"sasl.password={Secret} (after 3ms in state AUTH)")));

        Assert.Contains(text, told);
        Assert.DoesNotContain(Secret, told);
        Assert.DoesNotContain("(after", told);
    }

    [Fact]
    public void AQuestionThatWasGivenUpEarlier_SaysHowEarly() =>
        Assert.Equal("no answer within 2 s", new KafkaFailure(s_options).Describe(new NoAnswerException(TimeSpan.FromSeconds(2), new KafkaException(ErrorCode.Local_TimedOut))));

    [Theory]
    [InlineData("localhost:9092/1: Disconnected (after 12ms in state UP)", "the connection broke off")]
    [InlineData("localhost:9092/1: Receive failed: Connection reset by peer (after 12ms in state UP)", "the connection broke off")]
    [InlineData("localhost:9092/1: Connect to ipv4#127.0.0.1:9092 failed: Connection refused (after 0ms in state CONNECT)", "ConnectionRefused")]
    [InlineData("localhost:9092/1: Connection setup timed out in state CONNECT", "no answer")]
    public void AConnection_IsToldInTheWordsOfTheDocumentation(string reason, string text) =>
        Assert.Equal(text, new KafkaFailure(s_options).Describe(new Error(ErrorCode.Local_Transport, reason)));

    [Theory]
    [InlineData(ErrorCode.MsgSizeTooLarge, true)]
    [InlineData(ErrorCode.TopicAuthorizationFailed, true)]
    [InlineData(ErrorCode.NotEnoughReplicas, false)]
    [InlineData(ErrorCode.Local_MsgTimedOut, false)]
    public void AnAnswer_IsTheMessagesFault_OrTheClusters(ErrorCode code, bool isRefusal) => Assert.Equal(isRefusal, KafkaFailure.IsRefusal(new KafkaException(new Error(code))));

    [Fact]
    public void Statistics_TellHowTheGroupFares()
    {
        const string Broker = """{"name":"b","nodeid":1,"state":"UP","toppars":{"t-0":{"state":"DOWN"}}}""";
        const string Bootstrap = """{"nodeid":-1,"state":"UP"}""";
        const string Group = """{"state":"up","stateage":3,"join_state":"steady"}""";

        Assert.Equal(new GroupState(true, true, true), GroupState.Parse(Statistics($"\"b\":{Broker},\"g\":{Bootstrap}", Group)));
        Assert.Equal(new GroupState(false, true, true), GroupState.Parse(Statistics($"\"g\":{Bootstrap}", Group)));
        Assert.Equal(new GroupState(true, false, false), GroupState.Parse(Statistics($"\"b\":{Broker}", """{"state":"query-coord","join_state":"init"}""")));
    }

    private static string Statistics(string brokers, string group) => "{\"brokers\":{" + brokers + "},\"topics\":{\"t\":{\"cgrp\":{}}},\"cgrp\":" + group + "}";
}
