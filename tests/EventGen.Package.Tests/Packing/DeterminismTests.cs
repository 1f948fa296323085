namespace EventGen.Package.Tests.Packing;

public sealed class DeterminismTests(PackedPackages packed)
{
    [Fact]
    public async Task Packages_OfOneCommitMadeInTwoPlaces_AreTheSameByteForByte()
    {
        string first = await packed.FolderAsync(), second = await packed.PackAgainAsync();

        Assert.All(ShippedProject.Names, id => Assert.Equal(NuGetPackage.Find(first, id).Hashes, NuGetPackage.Find(second, id).Hashes));
    }
}
