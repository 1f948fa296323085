namespace EventGen.RabbitMQ.Tests;

/// <summary>One command acknowledges many messages.</summary>
public sealed class AcknowledgementTests : IAsyncLifetime
{
    private const int Many = 500;

    private Broker _broker = null!;

    public async ValueTask InitializeAsync() => _broker = new Broker(await Servers.SteadyAsync());

    public async ValueTask DisposeAsync() => await _broker.DisposeAsync();

    [Fact]
    public async Task WhatIsStillHandled_IsNotAcknowledgedWithWhatCameAfterIt()
    {
        const string User = "slow";
        await _broker.Server.AllowAsync(User, "s3cret", ".*", ".*", ".*");
        var gate = new AsyncGate();
        await using var receiver = await Station.ReceiverAsync(
            _broker.Create(options => (options.Address, options.Prefetch) = ($"amqp://{User}:s3cret@127.0.0.1:{_broker.Server.Port}", 64)),
            handling: (parcel, token) => parcel.Number == 0 ? new(gate.PassAsync(token)) : default);
        await using var sender = await Station.SenderAsync(_broker.Create(static options => options.Receive = false));
        Parcel[] sent = [.. Enumerable.Range(0, Many).Select(static number => Parcel.New(number, $"key {number}"))];
        await sender.SendAsync(sent[0]);
        await gate.ReachedWithinAsync(Suite.Patience);
        await Task.WhenAll(sent[1..].Chunk(50).Select(sender.SendAsync));

        // More than the server sends ahead of acknowledgements: the one that is held holds up none of them.
        await receiver.HasAsync(Many - 1);
        await _broker.Server.EvaluateAsync(
            $"[rabbit_networking:close_connection(P, \"test\") || P <- rabbit_networking:connections(), [{{user, U}}] <- [catch rabbit_networking:connection_info(P, [user])], U =:= <<\"{User}\">>].");
        gate.Open();

        // The server gives it again what it has not been told of.
        await Eventually.TrueAsync(() => receiver.Parcels.Count(parcel => parcel == sent[0]) == 2, Suite.Patience);
        Assert.Equal(Many, receiver.Parcels.Distinct().Count());
    }
}
