namespace EventGen.Tests.Behaviour;

/// <summary>What subscribers may expect of one another.</summary>
public sealed class SubscriberTests
{
    private readonly CallLog _calls = new();

    public static TheoryData<EmitCall> Calls => [.. Enum.GetValues<EmitCall>()];

    public static MatrixTheoryData<EmitCall, int> CallsAndPlaces => new(Enum.GetValues<EmitCall>(), Enumerable.Range(1, 5));

    [Theory]
    [MemberData(nameof(CallsAndPlaces))]
    public async Task OneThatFailsAmongFive_LeavesTheOtherFourCalled(EmitCall call, int failing)
    {
        await using var bus = await TestBus.StartAsync();
        for (int i = 1; i <= 5; i++)
        {
            int place = i;
            bus.Topic<Ping>().Subscribe((Ping _) =>
            {
                if (place == failing) throw new InvalidOperationException();
                _calls.Add($"{place}");
            });
        }

        await EmitAsync(bus, call);
        await bus.DrainAsync();

        Assert.Equal(Enumerable.Range(1, 5).Except([failing]).Select(static place => $"{place}"), _calls.Entries);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task OneThatEndsItsSubscriptionFromInsideItsHandler_IsCalledOnce(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync();
        EventSubscription? subscription = null;
        subscription = bus.Topic<KeyedEvent>().Subscribe(step =>
        {
            _calls.Add($"{step.Number}");
            subscription!.Dispose();
        });

        // One key, so that the first has been handled when the second is.
        for (int i = 1; i <= 3; i++) await bus.Topic<KeyedEvent>().EmitByAsync(call, new KeyedEvent("key", i));
        await bus.DrainAsync();

        Assert.Equal(["1"], _calls.Entries);
        Assert.False(subscription.IsActive);
    }

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task OneThatDoesNotFinish_DoesNotBlockTheEventsThatOthersHandle(EmitCall call)
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 2);
        var unfinished = new AsyncGate();
        var others = new AsyncGate(expected: 50);
        others.Open();
        bus.Topic<Ping>().Subscribe(async (Ping _) => await unfinished.PassAsync());
        bus.Topic<Pong>().Subscribe(async (Pong _) => await others.PassAsync());

        await bus.Topic<Ping>().EmitByAsync(call, new Ping());
        await unfinished.Reached;
        for (int i = 0; i < 50; i++) await bus.Topic<Pong>().EmitByAsync(call, new Pong());

        await others.Reached;
        unfinished.Open();
        await bus.DrainAsync();
    }

    private static async Task EmitAsync(EventBus bus, EmitCall call)
    {
        try
        {
            await bus.Topic<Ping>().EmitByAsync(call, new Ping());
        }
        catch (EventDispatchException) when (call == EmitCall.InvokeAsync)
        {
            // What this call does with a failure, once all have run.
        }
    }
}
