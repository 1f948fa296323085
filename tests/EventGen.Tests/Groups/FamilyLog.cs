namespace EventGen.Tests.Groups;

/// <summary>Handles every event of the family, around a handler of one of them.</summary>
public static class FamilyLog
{
    private static readonly AsyncLocal<List<string>?> s_seen = new();

    public static List<string> Begin() => s_seen.Value = [];

    [Subscribe(Order = -1)]
    public static void Before(IIngestEvent e) => s_seen.Value?.Add($"before {e.Number}");

    [Subscribe]
    public static void One(SipCreated e) => s_seen.Value?.Add($"created {e.Number}");

    [Subscribe(Order = 1)]
    public static void After(IIngestEvent e) => s_seen.Value?.Add($"after {e.Number}");
}
