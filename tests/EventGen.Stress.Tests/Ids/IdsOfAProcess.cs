namespace EventGen.Stress.Tests.Ids;

/// <summary>The ids that another process makes at the same time.</summary>
internal static class IdsOfAProcess
{
    public const string Job = "ids";

    public static void Write(long count, TextWriter output)
    {
        for (long i = 0; i < count; i++) output.WriteLine(EventIds.Next(DateTimeOffset.UtcNow));
    }
}
