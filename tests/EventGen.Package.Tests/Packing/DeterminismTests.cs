namespace EventGen.Package.Tests.Packing;

public sealed class DeterminismTests(PackedPackages packed)
{
    // All are packed by the same targets. These have all that is special besides: what the compiler loads, code that is compiled ahead, and targets of their own.
    private static readonly IReadOnlyList<string> s_ids = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1" ? ShippedProject.Names : ["EventGen", "EventGen.Kafka"];

    [Fact]
    public async Task Packages_OfOneCommitMadeInTwoPlaces_AreTheSameByteForByte()
    {
        string first = await packed.FolderAsync(), second = await packed.PackAgainAsync(s_ids);

        Assert.All(s_ids, id => Assert.Equal(NuGetPackage.Find(first, id).Hashes, NuGetPackage.Find(second, id).Hashes));
    }
}
