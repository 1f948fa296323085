using Xunit;

namespace EventGen.TestKit;

// Apart: the benchmarks compile the servers without a test framework.
public sealed partial class SmallDisk
{
    /// <summary>Mounts one, or skips the test where the machine allows none: that is a right, and nothing that one installs.</summary>
    public static async Task<SmallDisk> RequireAsync(int megabytes)
    {
        var (disk, missing) = await TryMountAsync(megabytes);
        Assert.SkipWhen(disk is null, missing ?? "");
        return disk;
    }
}
