namespace EventGen.EntityFrameworkCore;

/// <summary>Waits in synchronous calls of Entity Framework for what has no synchronous form.</summary>
internal static class BlockingWait
{
    public static void Wait(this ValueTask task)
    {
        if (task.IsCompleted) task.GetAwaiter().GetResult();
        else task.AsTask().GetAwaiter().GetResult();
    }
}
