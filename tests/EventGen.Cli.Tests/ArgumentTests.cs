namespace EventGen.Cli.Tests;

/// <summary>An argument that is none is told in words of the command.</summary>
public sealed class ArgumentTests
{
    [Theory]
    [InlineData("tail --count x", "--count takes a whole number from 1 on, and not 'x'.")]
    [InlineData("tail --count 0", "--count takes a whole number from 1 on, and not '0'.")]
    [InlineData("tail -n -1", "--count takes a whole number from 1 on, and not '-1'.")]
    [InlineData("dead-letters list --skip -1", "--skip takes a whole number from 0 to 2147483647, and not '-1'.")]
    [InlineData("dead-letters list --take 501", "--take takes a whole number from 1 to 500, and not '501'.")]
    [InlineData("outbox list --take 1.5", "--take takes a whole number from 1 to 500, and not '1.5'.")]
    [InlineData("outbox list --after 99999999999999999999", "--after takes a whole number from 0 on, and not '99999999999999999999'.")]
    [InlineData("schema . order.placed --version two", "--version takes a whole number from 1 to 2147483647, and not 'two'.")]
    [InlineData("dead-letters show ..", "'..' is no id; 'list' shows those that there are.")]
    [InlineData("dead-letters replay x", "'x' is no id; 'list' shows those that there are.")]
    [InlineData("outbox cancel x", "'x' is no id; 'list' shows those that there are.")]
    [InlineData("outbox list --state done", "Argument 'done' not recognized. Must be one of: 'waiting' 'scheduled' 'leased'")]
    public async Task Argument_ThatIsNone_IsTold(string arguments, string message)
    {
        var run = await Eventgen.RunAsync(arguments.Split(' '));

        Assert.Equal((2, ""), (run.ExitCode, run.Output.Trim()));
        Assert.Equal(message, run.Errors.Split('\n')[0].TrimEnd('\r'));
        Assert.DoesNotContain("System.", run.Errors);
    }

    [Theory]
    [InlineData("dead-letters shw", "show")]
    [InlineData("dead-leters list", "dead-letters")]
    [InlineData("outbox list --stat waiting", "--state")]
    public async Task Word_ThatIsNone_IsToldWithTheNearest(string arguments, string nearest)
    {
        var run = await Eventgen.RunAsync(arguments.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"Did you mean '{nearest}'?", run.Errors);
        Assert.DoesNotContain("Required command was not provided.", run.Errors);
    }

    [Theory]
    [InlineData("list /dev/zero", "'/dev/zero' has more than 256 MiB")]
    [InlineData("contracts check ASSEMBLY --file /dev/zero", "'/dev/zero' has more than 256 MiB")]
    [InlineData("contracts diff ASSEMBLY --file nowhere.json --against /dev/zero", "'/dev/zero' has more than 256 MiB")]
    public async Task File_WithoutAnEnd_IsReadToALimit(string arguments, string message)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Such files are those of Unix.");

        Eventgen.AssertFailed(await Eventgen.RunAsync([.. arguments.Split(' ').Select(static argument => argument == "ASSEMBLY" ? Eventgen.Assembly : argument)]), message);
    }

    [Fact]
    public async Task Output_ToADeviceWithoutAnEnd_IsWrittenToIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Such files are those of Unix.");

        (await Eventgen.RunAsync("graph", Eventgen.Assembly, "-o", "/dev/zero")).Succeeded();
    }
}
