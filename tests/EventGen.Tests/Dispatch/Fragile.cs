using System.Text.Json.Serialization;

namespace EventGen.Tests.Dispatch;

/// <summary>An event with handlers that fail in every way there is, each followed by one that works.</summary>
[Event]
[PublishTo("first")]
public sealed record Fragile([property: JsonIgnore] CallLog Calls);

public static class FragileHandlers
{
    [Subscribe(Order = 1, Name = "throws")]
    public static void Throw(Fragile e) => throw new InvalidOperationException("synchronous");

    [Subscribe(Order = 2)]
    public static void Work2(Fragile e) => e.Calls.Add("2");

    [Subscribe(Order = 3, Name = "throws before its task")]
    public static Task ThrowBeforeTask(Fragile e) => throw new InvalidOperationException("before the task");

    [Subscribe(Order = 4)]
    public static Task Work4(Fragile e)
    {
        e.Calls.Add("4");
        return Task.CompletedTask;
    }

    [Subscribe(Order = 5, Name = "throws before its value task")]
    public static ValueTask ThrowBeforeValueTask(Fragile e) => throw new InvalidOperationException("before the value task");

    [Subscribe(Order = 6)]
    public static void Work6(Fragile e) => e.Calls.Add("6");

    [Subscribe(Order = 7, Name = "faults")]
    public static async Task FaultAsync(Fragile e)
    {
        await Task.Yield();
        throw new InvalidOperationException("faulted");
    }

    [Subscribe(Order = 8)]
    public static async ValueTask Work8(Fragile e)
    {
        await Task.Yield();
        e.Calls.Add("8");
    }

    [Subscribe(Order = 9, Name = "returns no task")]
    public static Task ReturnNull(Fragile e) => null!;

    [Subscribe(Order = 10, Name = "cancels itself")]
    public static Task Cancel(Fragile e) => Task.FromCanceled(new CancellationToken(canceled: true));

    [Subscribe(Order = 11)]
    public static void Work11(Fragile e) => e.Calls.Add("11");
}
