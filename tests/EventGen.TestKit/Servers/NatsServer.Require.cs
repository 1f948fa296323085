using Xunit;

namespace EventGen.TestKit;

// What a test asks of the machine.
public sealed partial class NatsServer
{
    private const string Demanded = "EVENTGEN_REQUIRE_SERVERS";

    /// <summary>Skips the test where there can be none, unless it is demanded that there is.</summary>
    public static void Require()
    {
        if (Environment.GetEnvironmentVariable(Demanded) == "1") Assert.True(Missing is null, Missing);
        else Assert.SkipWhen(Missing is not null, $"{Missing}; with {Demanded}=1 this fails");
    }
}
