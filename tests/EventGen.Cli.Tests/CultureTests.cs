namespace EventGen.Cli.Tests;

/// <summary>What the command writes is the same under every culture.</summary>
public sealed class CultureTests
{
    private static readonly string[][] s_commands =
    [
        ["list", Eventgen.Assembly, "--json"], ["schema", Eventgen.Assembly], ["asyncapi", Eventgen.Assembly], ["graph", Eventgen.Assembly, "--format", "svg"], ["graph", Eventgen.Assembly, "--format", "dot"],
    ];

    // Without a culture: one answer for all of them.
    private static readonly Lazy<Task<ProgramRun[]>> s_expected = new(static () => Task.WhenAll(s_commands.Select(static command => Eventgen.RunAsync(ProgramCulture.None, command))));

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("sv-SE")]
    public async Task Output_IsTheSame(string culture)
    {
        Assert.SkipUnless(ProgramCulture.IsAvailable, "ICU is not installed");
        foreach (var (command, expected) in s_commands.Zip(await s_expected.Value))
        {
            var run = (await Eventgen.RunAsync(ProgramCulture.Of(culture), command)).Succeeded();

            Assert.Equal(expected.Succeeded().Output, run.Output);
        }
    }
}
