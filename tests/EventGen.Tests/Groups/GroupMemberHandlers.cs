namespace EventGen.Tests.Groups;

/// <summary>Handles every member of <see cref="INumberedEvent"/>, before and after the handler of one of them.</summary>
public static class GroupMemberHandlers
{
    private static readonly AsyncLocal<List<string>?> s_seen = new();

    public static List<string> Begin() => s_seen.Value = [];

    [Subscribe(Order = -1)]
    public static void Before(INumberedEvent e) => s_seen.Value?.Add($"before {e.Number}");

    [Subscribe]
    public static void One(PlainMemberEvent e) => s_seen.Value?.Add($"plain {e.Number}");

    [Subscribe(Order = 1)]
    public static void After(INumberedEvent e) => s_seen.Value?.Add($"after {e.Number}");
}
