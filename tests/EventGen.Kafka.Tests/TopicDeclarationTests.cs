using System.Reflection;
using Confluent.Kafka;

namespace EventGen.Kafka.Tests;

/// <summary>What is said of a topic that cannot be used. A mock cluster creates none, so the answers are those of a client that is made up.</summary>
public sealed class TopicDeclarationTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);

    private readonly LogRecorder _log = new();

    // A durable event is to wait for it, as for any cluster that is away. A cluster that starts has too few brokers for a while; one that always has waits too, and says why.
    [Theory]
    [InlineData(ErrorCode.Local_TimedOut, "no answer within 3 s", true)]
    [InlineData(ErrorCode.Local_Transport, "unreachable", true)]
    [InlineData(ErrorCode.TopicAuthorizationFailed, "the user has no right to the topic", false)]
    [InlineData(ErrorCode.InvalidReplicationFactor, "fewer brokers are there than it would have replicas", true)]
    [InlineData(ErrorCode.PolicyViolation, "PolicyViolation", false)]
    public void ATopicThatCouldNotBeCreated_IsTheClustersFault_WhereThatMayEndByItself(ErrorCode code, string text, bool isPassing)
    {
        var thrown = Check(KafkaTopology.Declare, client => client.Creation = new KafkaException(code));

        Assert.StartsWith($"topic 'shop' cannot be used: it could not be created ({text}", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(!isPassing, KafkaFailure.IsRefusal(thrown));
    }

    [Theory]
    [InlineData(null, "it does not exist", false)]
    [InlineData(ErrorCode.UnknownTopicOrPart, "it does not exist", false)]
    [InlineData(ErrorCode.TopicAuthorizationFailed, "the user has no right to the topic", false)]
    [InlineData(ErrorCode.LeaderNotAvailable, "LeaderNotAvailable", true)]
    public void ATopicThatIsVerified_IsMissing_OnlyWhereTheClusterDoesNotHaveIt(ErrorCode? code, string text, bool isPassing)
    {
        var thrown = Check(KafkaTopology.Verify, client => client.Error = code);

        Assert.StartsWith($"topic 'shop' cannot be used: {text}", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(text, Assert.Single(_log.Entries, static entry => entry.Id == 175).Text);
        Assert.Equal(!isPassing, KafkaFailure.IsRefusal(thrown));
    }

    // As one may that has just started.
    [Fact]
    public void ATopicThatABrokerDoesNotKnowForAMoment_StaysInUse_AndOneThatIsGoneDoesNot()
    {
        var options = new KafkaOptions { BootstrapServers = "here:9092", Topic = "shop", Topology = KafkaTopology.Verify };
        var declaration = new TopicDeclaration("out", options, new KafkaFailure(options), new ConnectionHealth("out", "here"));
        var admin = DispatchProxy.Create<IAdminClient, Client>();
        declaration.Add("shop");

        bool[] ready = [Look(ErrorCode.NoError), Look(ErrorCode.UnknownTopicOrPart), Look(ErrorCode.NoError), Look(ErrorCode.UnknownTopicOrPart), Look(ErrorCode.UnknownTopicOrPart), Look(ErrorCode.UnknownTopicOrPart), Look(ErrorCode.NoError)];

        Assert.Equal([true, true, true, true, false, false, true], ready);
        Assert.Single(_log.Entries, static entry => entry.Id == 175);

        bool Look(ErrorCode error)
        {
            ((Client)admin).Error = error;
            declaration.Check(admin, s_limit, _log);
            return declaration.IsReady("shop");
        }
    }

    private TopicException Check(KafkaTopology topology, Action<Client> configure)
    {
        var options = new KafkaOptions { BootstrapServers = "here:9092", Topic = "shop", Topology = topology, Timeout = TimeSpan.FromSeconds(5) };
        var declaration = new TopicDeclaration("out", options, new KafkaFailure(options), new ConnectionHealth("out", "here"));
        var admin = DispatchProxy.Create<IAdminClient, Client>();
        configure((Client)admin);
        declaration.Add("shop");

        declaration.Check(admin, s_limit, _log);

        return Assert.Throws<TopicException>(() => declaration.ThrowIfUnusable("shop"));
    }

    /// <summary>A client of a cluster that has one topic at most.</summary>
    private class Client : DispatchProxy
    {
        public ErrorCode? Error { get; set; }

        public Exception? Creation { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IAdminClient.GetMetadata) => new Metadata([], Error is { } code ? [new TopicMetadata("shop", [], new Error(code))] : [], -1, ""),
            nameof(IAdminClient.CreateTopicsAsync) => Task.FromException(Creation!),
            _ => throw new NotSupportedException(targetMethod.Name),
        };
    }
}
