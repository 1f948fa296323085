namespace EventGen.Benchmarks.Quick;

/// <summary>
/// Ten events with three handlers each: once they have run, the code that all events share has met many types, as in a
/// real application.
/// </summary>
internal static class OtherEvents
{
    public static void EmitAll(int times)
    {
        for (int i = 0; i < times; i++)
        {
            Events.Other0.Emit(i);
            Events.Other1.Emit(i);
            Events.Other2.Emit(i);
            Events.Other3.Emit(i);
            Events.Other4.Emit(i);
            Events.Other5.Emit(i);
            Events.Other6.Emit(i);
            Events.Other7.Emit(i);
            Events.Other8.Emit(i);
            Events.Other9.Emit(i);
        }
    }
}

[Event("benchmark.other0")]
public sealed record Other0(int Amount);

[Event("benchmark.other1")]
public sealed record Other1(int Amount);

[Event("benchmark.other2")]
public sealed record Other2(int Amount);

[Event("benchmark.other3")]
public sealed record Other3(int Amount);

[Event("benchmark.other4")]
public sealed record Other4(int Amount);

[Event("benchmark.other5")]
public sealed record Other5(int Amount);

[Event("benchmark.other6")]
public sealed record Other6(int Amount);

[Event("benchmark.other7")]
public sealed record Other7(int Amount);

[Event("benchmark.other8")]
public sealed record Other8(int Amount);

[Event("benchmark.other9")]
public sealed record Other9(int Amount);

public static class OtherHandlers
{
    public static long Total { get; private set; }

    [Subscribe]
    public static void Count0(Other0 e) => Total += e.Amount + 0;

    [Subscribe]
    public static void Count1(Other0 e) => Total += e.Amount + 1;

    [Subscribe]
    public static void Count2(Other0 e) => Total += e.Amount + 2;

    [Subscribe]
    public static void Count0(Other1 e) => Total += e.Amount + 0;

    [Subscribe]
    public static void Count1(Other1 e) => Total += e.Amount + 1;

    [Subscribe]
    public static void Count2(Other1 e) => Total += e.Amount + 2;

    [Subscribe]
    public static void Count0(Other2 e) => Total += e.Amount + 0;

    [Subscribe]
    public static void Count1(Other2 e) => Total += e.Amount + 1;

    [Subscribe]
    public static void Count2(Other2 e) => Total += e.Amount + 2;

    [Subscribe]
    public static void Count0(Other3 e) => Total += e.Amount + 0;

    [Subscribe]
    public static void Count1(Other3 e) => Total += e.Amount + 1;

    [Subscribe]
    public static void Count2(Other3 e) => Total += e.Amount + 2;

    [Subscribe]
    public static void Count0(Other4 e) => Total += e.Amount + 0;

    [Subscribe]
    public static void Count1(Other4 e) => Total += e.Amount + 1;

    [Subscribe]
    public static void Count2(Other4 e) => Total += e.Amount + 2;

    [Subscribe]
    public static void Count0(Other5 e) => Total += e.Amount + 0;

    [Subscribe]
    public static void Count1(Other5 e) => Total += e.Amount + 1;

    [Subscribe]
    public static void Count2(Other5 e) => Total += e.Amount + 2;

    [Subscribe]
    public static void Count0(Other6 e) => Total += e.Amount + 0;

    [Subscribe]
    public static void Count1(Other6 e) => Total += e.Amount + 1;

    [Subscribe]
    public static void Count2(Other6 e) => Total += e.Amount + 2;

    [Subscribe]
    public static void Count0(Other7 e) => Total += e.Amount + 0;

    [Subscribe]
    public static void Count1(Other7 e) => Total += e.Amount + 1;

    [Subscribe]
    public static void Count2(Other7 e) => Total += e.Amount + 2;

    [Subscribe]
    public static void Count0(Other8 e) => Total += e.Amount + 0;

    [Subscribe]
    public static void Count1(Other8 e) => Total += e.Amount + 1;

    [Subscribe]
    public static void Count2(Other8 e) => Total += e.Amount + 2;

    [Subscribe]
    public static void Count0(Other9 e) => Total += e.Amount + 0;

    [Subscribe]
    public static void Count1(Other9 e) => Total += e.Amount + 1;

    [Subscribe]
    public static void Count2(Other9 e) => Total += e.Amount + 2;
}
