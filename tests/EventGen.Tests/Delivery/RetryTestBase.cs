namespace EventGen.Tests.Delivery;

/// <summary>A bus with a manual clock, and handlers of <see cref="RetryingHandlersEvent"/> that fail as often as a test says.</summary>
public abstract class RetryTestBase
{
    private protected static TimeSpan Second { get; } = TimeSpan.FromSeconds(1);

    private protected ManualTimeProvider Clock { get; } = new();

    private protected CallLog Calls { get; } = new();

    /// <summary>How many calls of <see cref="Fail"/> still throw.</summary>
    private protected int FailuresToCome { get; set; } = int.MaxValue;

    private protected Task<EventBus> StartAsync(Action<EventBusOptions>? options = null, IEventPublisher[]? publishers = null) =>
        TestBus.StartAsync(
            settings =>
            {
                settings.TimeProvider = Clock;
                options?.Invoke(settings);
            },
            publishers: publishers);

    private protected static RetryingHandlersEvent Event(int number, Action<EventContext>? declared = null, Action<EventContext>? parked = null, Action<EventContext>? picky = null) =>
        new("key", number, new RetryingHandlersWork { Declared = declared, Parked = parked, Picky = picky });

    /// <summary>A handler that notes its attempt and throws while <see cref="FailuresToCome"/> is not used up.</summary>
    private protected void Fail(EventContext context)
    {
        Calls.Add($"declared {context.Attempt}");
        if (FailuresToCome-- > 0) throw new InvalidOperationException("failed");
    }

    private protected Action<EventContext> Note(string what) => context => Calls.Add($"{what} {context.Attempt}");

    /// <summary>Waits until a retry waits for the clock, then advances the clock.</summary>
    private protected async Task PassAsync(EventBus bus, TimeSpan time)
    {
        await Eventually.TrueAsync(() => bus.GetHealth().Retrying > 0);
        await Clock.WhenPendingAsync(1);
        Clock.Advance(time);
    }
}
