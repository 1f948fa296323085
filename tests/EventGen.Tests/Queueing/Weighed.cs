namespace EventGen.Tests.Queueing;

/// <summary>An event whose handler weighs what workers allocate.</summary>
[Event]
public sealed record Weighed(WorkerScale Scale);

/// <summary>The same as a value.</summary>
[Event]
public readonly record struct WeighedValue(WorkerScale Scale);

/// <summary>A value that holds an object.</summary>
[Event]
public readonly record struct LoggedValue(CallLog Log);

public static class WeighingHandlers
{
    [Subscribe]
    public static void Weigh(Weighed e) => e.Scale.Weigh();

    [Subscribe]
    public static void Weigh(WeighedValue e) => e.Scale.Weigh();

    [Subscribe]
    public static void Add(LoggedValue e) => e.Log.Add("handled");
}
