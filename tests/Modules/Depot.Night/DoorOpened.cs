namespace Depot.Night;

/// <summary>A door was opened.</summary>
[Event]
public sealed record DoorOpened(int Number);

public static class Lock
{
    [Subscribe(Order = 1)]
    public static void Fail(DoorOpened e) => throw new InvalidOperationException($"door {e.Number} does not close");
}

public static class Watch
{
    private static int s_seen;
    private static int s_written;

    public static int Seen => s_seen;

    public static int Written => s_written;

    [Subscribe(Order = 2)]
    public static void See(DoorOpened e) => Interlocked.Increment(ref s_seen);

    [Subscribe(Order = 3)]
    public static async Task WriteAsync(DoorOpened e)
    {
        await Task.Yield();
        Interlocked.Increment(ref s_written);
    }
}
