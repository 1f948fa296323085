using Xunit.Sdk;

namespace EventGen.TestKit.Tests;

public sealed class SnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snapshots-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Match_WithTheApprovedTextBesideTheTest_Passes() => Snapshot.Match("An approved text.\n");

    [Fact]
    public void Match_WithAnotherText_NamesTheFileAndShowsTheLine()
    {
        // Its own name, so that no approved file of another test is touched.
        var failure = Assert.ThrowsAny<XunitException>(() => Snapshot.Match("anything", parameters: "never=approved"));

        Assert.Contains($"{nameof(SnapshotTests)}.{nameof(Match_WithAnotherText_NamesTheFileAndShowsTheLine)}_never=approved.verified.txt", failure.Message);
        File.Delete(ReceivedBesideThisTest("never=approved"));
    }

    [Fact]
    public void Compare_WhenNothingWasApproved_WritesWhatWasReceived()
    {
        SnapshotFile file = FileNamed("Tests.New");

        Assert.Contains("does not exist", file.Compare("text"));
        Assert.Equal("text", File.ReadAllText(file.ReceivedPath));
    }

    [Fact]
    public void Compare_WhenTheTextDiffers_ShowsTheLinesThatDoWithTheirSurroundings()
    {
        SnapshotFile file = FileNamed("Tests.Changed");
        File.WriteAllText(file.VerifiedPath, "1\n2\n3\n4\nold\n6\n7\n8\n9\n");

        string? difference = file.Compare("1\n2\n3\n4\nnew \n6\n7\n8\n9\n");

        Assert.EndsWith("  …\n  2\n  3\n  4\n- old\n+ new·\n  6\n  7\n  8\n  …\n", difference);
    }

    [Fact]
    public void Compare_WhenTheTextMatchesAgain_RemovesWhatWasReceived()
    {
        SnapshotFile file = FileNamed("Tests.Same");
        File.WriteAllText(file.VerifiedPath, "text");
        file.Compare("other");

        Assert.Null(file.Compare("text"));
        Assert.False(File.Exists(file.ReceivedPath));
    }

    [Fact]
    public void Compare_OnABuildServer_FailsAndWritesNothing()
    {
        var file = new SnapshotFile(_folder, "Tests.Ci", "txt", writes: false);

        Assert.NotNull(file.Compare("text"));
        Assert.False(File.Exists(file.ReceivedPath));
    }

    [Fact]
    public void Compare_WhenTheApprovedFileWasCheckedOutWithCrLf_Passes()
    {
        SnapshotFile file = FileNamed("Tests.Crlf");
        File.WriteAllText(file.VerifiedPath, "a\r\nb\r\n");

        Assert.Null(file.Compare("a\nb\n"));
    }

    [Fact]
    public void Compare_WhenTheReceivedTextHasCrLf_Fails()
    {
        SnapshotFile file = FileNamed("Tests.Crlf");
        File.WriteAllText(file.VerifiedPath, "a\nb\n");

        Assert.Contains("+ a␍", file.Compare("a\r\nb\n"));
    }

    [Fact]
    public void CompareAll_NamesFilesByHintName()
    {
        File.WriteAllText(Path.Combine(_folder, "Tests.All#Events.Order.g.verified.cs"), "text");
        File.WriteAllText(Path.Combine(_folder, "Tests.All#Inner_Order.g.verified.cs"), "text");

        Assert.Empty(Compare(("Events.Order.g.cs", "text"), ("Inner/Order.g.cs", "text")));
    }

    [Fact]
    public void CompareAll_WhenAnApprovedFileIsNoLongerGenerated_SaysSo()
    {
        File.WriteAllText(Path.Combine(_folder, "Tests.All#A.g.verified.cs"), "text");
        File.WriteAllText(Path.Combine(_folder, "Tests.All#B.g.verified.cs"), "text");

        string difference = Assert.Single(Compare(("A.g.cs", "text")));
        Assert.EndsWith("Tests.All#B.g.verified.cs is approved, but was not generated.", difference);
    }

    [Fact]
    public void FindSource_WithAPathMappedByADeterministicBuild_FindsTheFile() =>
        Assert.Equal(
            Path.Combine(Repository.Root, "tests", "EventGen.TestKit", "Repository.cs"),
            Repository.FindSource("/_/tests/EventGen.TestKit/Repository.cs"));

    [Fact]
    public void FindSource_WithAPathThatIsNowhere_Throws() =>
        Assert.Throws<FileNotFoundException>(() => Repository.FindSource("/_/tests/Nowhere.cs"));

    private SnapshotFile FileNamed(string name) => new(_folder, name, "txt", writes: true);

    private List<string> Compare(params (string HintName, string Text)[] generated) =>
        Snapshot.CompareAll(_folder, "Tests.All", generated.ToDictionary(static file => file.HintName, static file => file.Text), writes: true);

    private static string ReceivedBesideThisTest(string parameters) => Path.Combine(
        Repository.Root, "tests", "EventGen.TestKit.Tests", "Snapshots", "Snapshots",
        $"{nameof(SnapshotTests)}.{nameof(Match_WithAnotherText_NamesTheFileAndShowsTheLine)}_{parameters}.received.txt");
}
