namespace EventGen.Redis.Tests;

/// <summary>What every transport does in the same way.</summary>
public sealed class BrokerTests
{
    private const string Secret = "hunter2-24";

    [Fact]
    public async Task AFailureOfTheClient_IsTold_AlsoWhenTheCallerHasCancelledMeanwhile()
    {
        using var cancellation = new CancellationTokenSource();
        await using var broker = new FailingBroker(() =>
        {
            cancellation.Cancel();
            return new InvalidOperationException(Secret);
        });

        var failure = await Assert.ThrowsAsync<RedisPublishException>(() => broker.PublishAsync(Message(), cancellation.Token).AsTask());

        Assert.DoesNotContain(Secret, failure.ToString());
        Assert.Equal(EventBusStatus.Degraded, broker.Health.Status);
    }

    [Fact]
    public async Task WhatTheCallerCancels_IsCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await using var broker = new FailingBroker(() =>
        {
            cancellation.Cancel();
            return new OperationCanceledException(cancellation.Token);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => broker.PublishAsync(Message(), cancellation.Token).AsTask());

        Assert.Equal(EventBusStatus.Healthy, broker.Health.Status);
    }

    private static EventMessage Message() => new() { Id = Guid.NewGuid(), EventId = "shop.parcel", Payload = "{}"u8.ToArray(), Timestamp = DateTimeOffset.UnixEpoch };

    private sealed class FailingBroker : Broker<RedisOptions>
    {
        private readonly Func<Exception> _fail;

        public FailingBroker(Func<Exception> fail)
            : base("out", new RedisOptions(), "here")
        {
            _fail = fail;
            Connection.Connected();
        }

        protected override void Started(MessageReceiver receiver)
        {
        }

        protected override ITransportReceiver CreateReceiver(MessageReceiver receiver, string group) => throw new NotSupportedException();

        protected override Task CheckAsync(CancellationToken stopping) => Task.CompletedTask;

        protected override Task SendAsync(EventMessage message) => throw _fail();

        protected override string Describe(Exception failure) => "it failed";

        protected override bool IsRefusal(Exception failure) => false;

        protected override Exception ToException(Exception failure, string message) => new RedisPublishException(message, isUnreachable: false);

        protected override ValueTask CloseAsync() => default;
    }
}
