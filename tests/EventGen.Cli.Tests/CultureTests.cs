namespace EventGen.Cli.Tests;

/// <summary>What the command writes is the same under every culture.</summary>
public sealed class CultureTests
{
    private static readonly string[][] s_commands =
    [
        ["list", Eventgen.Assembly, "--json"], ["schema", Eventgen.Assembly], ["asyncapi", Eventgen.Assembly], ["graph", Eventgen.Assembly, "--format", "svg"], ["graph", Eventgen.Assembly, "--format", "dot"],
    ];

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("sv-SE")]
    public async Task Output_IsTheSame(string culture)
    {
        Assert.SkipUnless(ProgramCulture.IsAvailable, "ICU is not installed");
        foreach (string[] command in s_commands)
        {
            var expected = (await Eventgen.RunAsync(ProgramCulture.None, command)).Succeeded();

            var run = (await Eventgen.RunAsync(ProgramCulture.Of(culture), command)).Succeeded();

            Assert.Equal(expected.Output, run.Output);
        }
    }
}
