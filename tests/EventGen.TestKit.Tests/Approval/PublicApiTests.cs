namespace EventGen.TestKit.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void Of_WritesWhatCanBeSeenAndNothingElse()
    {
        string[] shapes =
        [
            .. from type in PublicApi.Of(typeof(PublicApiTests).Assembly).TrimEnd().Split("\n\n")
               where type.Contains(" EventGen.TestKit.Tests.Approval.", StringComparison.Ordinal)
               select type,
        ];

        Snapshot.Match(string.Join("\n\n", shapes) + "\n");
    }
}
