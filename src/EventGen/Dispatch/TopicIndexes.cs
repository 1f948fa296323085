namespace EventGen;

/// <summary>Hands out the places of events' topics. Thread safe.</summary>
internal static class TopicIndexes
{
    private static int s_last = -1;

    public static int Next() => Interlocked.Increment(ref s_last);
}
