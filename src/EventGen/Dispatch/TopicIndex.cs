namespace EventGen;

/// <summary>The place of an event's topic in the table of every bus, the same in the whole process.</summary>
internal static class TopicIndex<T>
{
    public static readonly int Index = TopicIndexes.Next();
}

/// <summary>Hands out the places.</summary>
internal static class TopicIndexes
{
    private static int s_last = -1;

    public static int Next() => Interlocked.Increment(ref s_last);
}
