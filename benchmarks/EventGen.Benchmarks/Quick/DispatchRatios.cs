using EventGen.Benchmarks.Dispatch;
using EventGen.Benchmarks.Peers;

namespace EventGen.Benchmarks.Quick;

/// <summary>What a synchronous emit and an awaited invocation may cost.</summary>
internal static class DispatchRatios
{
    private static readonly Action<Eight>[] s_array =
    [
        EightHandlers.Count0, EightHandlers.Count1, EightHandlers.Count2, EightHandlers.Count3,
        EightHandlers.Count4, EightHandlers.Count5, EightHandlers.Count6, EightHandlers.Count7,
    ];

    private static readonly Action<EightCalls>[] s_calls =
    [
        EightCallHandlers.Count0, EightCallHandlers.Count1, EightCallHandlers.Count2, EightCallHandlers.Count3,
        EightCallHandlers.Count4, EightCallHandlers.Count5, EightCallHandlers.Count6, EightCallHandlers.Count7,
    ];

    private static readonly Func<EightAsync, ValueTask>[] s_functions =
    [
        EightAsyncHandlers.Count0, EightAsyncHandlers.Count1, EightAsyncHandlers.Count2, EightAsyncHandlers.Count3,
        EightAsyncHandlers.Count4, EightAsyncHandlers.Count5, EightAsyncHandlers.Count6, EightAsyncHandlers.Count7,
    ];

    private static readonly One s_one = new(1);
    private static readonly Calling s_calling = new(1);
    private static readonly Eight s_eight = new(1);
    private static readonly EightCalls s_eightCalls = new(1);
    private static readonly EightInstances s_eightInstances = new(1);
    private static readonly EightAsync s_eightAsync = new(1);
    private static readonly EightNotice s_notice = new(1);
    private static readonly Subscribed s_subscribed = new(1);

    public static IEnumerable<Ratio> All()
    {
        foreach (var handler in Subscribers.All) Events.Subscribed.Subscribe(handler);
        foreach (var ratio in Dispatch("")) yield return ratio;
        OtherEvents.EmitAll(100_000);
        foreach (var ratio in Dispatch(", after other events")) yield return ratio;
    }

    private static IEnumerable<Ratio> Dispatch(string when) =>
    [
        Ratio.Of($"Emit, 1 handler / a call that is not inlined{when}", 1.35, EmitOne, CallOne, 20_000_000),
        Ratio.Of($"Emit, 1 handler that calls / a call that is not inlined{when}", 2.50, EmitCalling, CallCalling, 20_000_000),
        Ratio.Of($"Emit, 8 handlers / 8 delegates{when}", 0.35, EmitEight, CallEight),
        Ratio.Of($"Emit, 8 handlers, not inlined / 8 delegates{when}", 0.75, EmitEightCalls, CallEightCalls),
        Ratio.Of($"Emit, 8 instances / 8 delegates{when}", 0.40, EmitEightInstances, CallEight),
        Ratio.Of($"Emit, 8 subscribers / 8 delegates{when}", 1.35, EmitSubscribed, CallSubscribed),
        Ratio.Of($"InvokeAsync, 8 handlers / 8 functions{when}", 0.40, InvokeEight, AwaitEight),
        Ratio.Of($"InvokeAsync, 8 handlers / Mediator's Publish, 8 handlers{when}", 0.50, InvokeEight, PublishEight),
    ];

    private static void EmitOne(int times)
    {
        for (int i = 0; i < times; i++) Events.One.Emit(s_one);
    }

    private static void CallOne(int times)
    {
        for (int i = 0; i < times; i++) OneHandler.CountByCall(s_one);
    }

    private static void EmitCalling(int times)
    {
        for (int i = 0; i < times; i++) Events.Calling.Emit(s_calling);
    }

    private static void CallCalling(int times)
    {
        for (int i = 0; i < times; i++) CallingHandler.CountByCall(s_calling);
    }

    private static void EmitEight(int times)
    {
        for (int i = 0; i < times; i++) Events.Eight.Emit(s_eight);
    }

    private static void CallEight(int times)
    {
        for (int i = 0; i < times; i++)
        {
            foreach (var handler in s_array) handler(s_eight);
        }
    }

    private static void EmitEightCalls(int times)
    {
        for (int i = 0; i < times; i++) Events.EightCalls.Emit(s_eightCalls);
    }

    private static void CallEightCalls(int times)
    {
        for (int i = 0; i < times; i++)
        {
            foreach (var handler in s_calls) handler(s_eightCalls);
        }
    }

    private static void EmitEightInstances(int times)
    {
        for (int i = 0; i < times; i++) Events.EightInstances.Emit(s_eightInstances);
    }

    private static void EmitSubscribed(int times)
    {
        for (int i = 0; i < times; i++) Events.Subscribed.Emit(s_subscribed);
    }

    private static void CallSubscribed(int times)
    {
        for (int i = 0; i < times; i++)
        {
            foreach (var handler in Subscribers.All) handler(s_subscribed);
        }
    }

    private static void InvokeEight(int times)
    {
        for (int i = 0; i < times; i++) Events.EightAsync.InvokeAsync(s_eightAsync).GetAwaiter().GetResult();
    }

    private static void PublishEight(int times)
    {
        for (int i = 0; i < times; i++) PeerServices.Mediator.Publish(s_notice).GetAwaiter().GetResult();
    }

    private static void AwaitEight(int times)
    {
        for (int i = 0; i < times; i++) AwaitEightAsync().GetAwaiter().GetResult();
    }

    private static async ValueTask AwaitEightAsync()
    {
        foreach (var function in s_functions) await function(s_eightAsync);
    }
}
