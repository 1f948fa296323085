namespace EventGen.Package.Tests.Packing;

public sealed class SourceTreeTests(PackedPackages packed)
{
    [Fact]
    public async Task Sources_AreARepositoryOfTheirOwn_AlsoWhenTheTestsRunInAWorktree()
    {
        string sources = await packed.SourcesAsync();

        Assert.Equal(Path.Combine(sources, ".git"), await SourceTree.RepositoryAsync(sources));
    }
}
