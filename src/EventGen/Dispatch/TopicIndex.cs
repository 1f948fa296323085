namespace EventGen;

/// <summary>The place of an event's topic in the table of every bus, the same in the whole process.</summary>
internal static class TopicIndex<T>
{
    public static readonly int Index = TopicIndexes.Next();
}
