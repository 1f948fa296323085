namespace EventGen.Architecture.Tests;

/// <summary>Violations of a rule, one line each, with the file they are in.</summary>
internal static class Findings
{
    /// <summary>Fails with all of them, whole; a collection assertion would cut them short.</summary>
    public static void AssertNone(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }
}
