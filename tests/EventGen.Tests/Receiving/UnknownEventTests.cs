namespace EventGen.Tests.Receiving;

/// <summary>Messages of events that no module of the bus declares, where they are ignored.</summary>
public sealed class UnknownEventTests
{
    private readonly ManualTransport _transport = new();
    private readonly RecordingLogger _log = new();

    [Fact]
    public async Task AnIgnoredMessage_IsSettledAndCounted_AndNothingElse()
    {
        await using var bus = await StartAsync();
        int rejections = 0;
        bus.MessageRejected += (_, _) => rejections++;

        var result = await ReceiveAsync("elsewhere.happened");

        Assert.Equal(new ReceiveResult(ReceiveStatus.Ignored, "No module of the bus declares its event."), result);
        Assert.True(result.IsSettled);
        var health = bus.GetHealth();
        Assert.Equal((1L, 0L, 0L, 0L, 0), (health.Ignored, health.Rejected, health.DeadLetters, health.Dropped, rejections));
        Assert.Equal(EventBusStatus.Healthy, health.Status);
    }

    [Fact]
    public async Task WhatTheBusDeclares_IsHandled_AndWhatIsWrongWithItIsRejected()
    {
        await using var bus = await StartAsync();

        Assert.Equal(ReceiveStatus.Handled, (await _transport.Receiver!.ReceiveAsync(Messages.Received())).Status);
        Assert.Equal(ReceiveStatus.Rejected, (await _transport.Receiver.ReceiveAsync(Messages.Received(Messages.InvalidPayload))).Status);
        Assert.Equal(ReceiveStatus.Rejected, (await _transport.Receiver.ReceiveAsync("no json"u8.ToArray())).Status);
        Assert.Equal((0L, 2L), (bus.GetHealth().Ignored, bus.GetHealth().Rejected));
    }

    [Fact]
    public async Task EachEvent_IsLoggedOnce()
    {
        await using var bus = await StartAsync();

        for (int i = 0; i < 10; i++) await ReceiveAsync($"elsewhere.{i % 2}");
        await ReceiveAsync("two\nlines");
        await ReceiveAsync("more\nlines");

        Assert.Equal(
            ["'elsewhere.0'", "'elsewhere.1'", "'a name that cannot be shown'"],
            _log.Entries.Where(static entry => entry.Id == 183).Select(static entry => $"'{entry.Message.Split('\'')[3]}'"));
        Assert.Equal(12, bus.GetHealth().Ignored);
    }

    [Fact]
    public async Task WhoInventsEvents_DoesNotDecideHowLongTheLogGets()
    {
        await using var bus = await StartAsync();

        for (int i = 0; i < 1000; i++) await ReceiveAsync($"elsewhere.{i}");
        await ReceiveAsync(new string('x', 201));

        Assert.Equal((100, 1), (_log.Entries.Count(static entry => entry.Id == 183), _log.Entries.Count(static entry => entry.Id == 184)));
        Assert.Equal(1001, bus.GetHealth().Ignored);
    }

    private ValueTask<ReceiveResult> ReceiveAsync(string eventId) => _transport.Receiver!.ReceiveAsync(Messages.Received(eventId: eventId));

    private async Task<EventBus> StartAsync()
    {
        var bus = await TestBus.StartAsync(static _ => { }, publishers: [_transport], build: builder => builder.UseLogging(_log));
        _transport.Receiver!.UnknownEvents = UnknownEventMode.Ignore;
        return bus;
    }
}
