namespace EventGen.TestKit;

// Apart: the benchmarks start the server without a test framework.
public sealed partial class NatsServer
{
    /// <summary>Skips the test where there can be none, unless it is demanded that there is.</summary>
    public static void Require() => ServerRequirement.Check(Missing);
}
